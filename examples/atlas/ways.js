// The atlas's data, unpacked, and the one question that is asked of it: which of the ways that the
// library found is the cheapest one open? Nothing is searched for here; ways are only looked up.
"use strict";

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

class Ways {
  constructor(data) {
    this.data = data;
    this.words = Math.ceil(data.players.length / 32);
    this.pools = data.pools.map(() => null);
    const { graph } = data;
    this.closers = graph.closers.map((players) => this.set(players));
    this.open = graph.open_kinds.map((runs) => {
      const words = [0, 0];
      for (let at = 0; at < runs.length; at += 2) {
        for (let one = runs[at]; one < (runs[at + 1] ?? data.snapshots.length); one++) words[one >> 5] |= 1 << (one & 31);
      }
      return words;
    });
  }

  // A set of players as bits.
  set(players) {
    const words = new Int32Array(this.words);
    for (const player of players) words[player >> 5] |= 1 << (player & 31);
    return words;
  }

  // The ways of a pool, each with its arcs, costs, closers and the snapshots in which it is open.
  pool(number) {
    if (this.pools[number]) return this.pools[number];
    const { graph, places, objectives, pools } = this.data;
    const { from, to, ways: text } = pools[number];
    const ways = [];
    let signs = "";
    for (const [, shared, own] of text.matchAll(/(\d+)([^\d]*)/g)) {
      signs = signs.slice(0, Number(shared)) + own;
      ways.push(this.way(graph, from, signs, objectives.length));
    }
    const order = objectives.map((_, by) => ways.map((_, at) => at).sort((a, b) => ways[a].costs[by] - ways[b].costs[by] || a - b));
    const ends = new Set([places[from].country, places[to].country].filter((country) => country !== null));
    return (this.pools[number] = { from, to, ways, order, ends });
  }

  way(graph, from, signs, objectives) {
    const way = { arcs: [], costs: new Array(objectives).fill(0), closers: new Int32Array(this.words), open: [-1, -1] };
    let stop = graph.first_stop[from] + (signs ? signs.charCodeAt(0) - 65 : 0);
    for (let at = 1; at < signs.length; at++) {
      const arc = graph.first_arc[stop] + signs.charCodeAt(at) - 65;
      way.arcs.push(arc);
      for (let by = 0; by < objectives; by++) way.costs[by] += graph.costs[by][arc];
      for (let word = 0; word < this.words; word++) way.closers[word] |= this.closers[arc][word];
      const open = this.open[graph.open[arc]];
      way.open[0] &= open[0];
      way.open[1] &= open[1];
      stop = graph.heads[arc];
    }
    return way;
  }

  // The snapshot that a year belongs to.
  snapshot(year) {
    return this.data.snapshots.findLastIndex((first) => first <= year);
  }

  // The cheapest way of a pool that is open in a snapshot and misses the closed set.
  best(pool, by, snapshot, closed) {
    const [word, bit] = [snapshot >> 5, 1 << (snapshot & 31)];
    for (const at of pool.order[by]) {
      const way = pool.ways[at];
      if (way.open[word] & bit && misses(way.closers, closed)) return way;
    }
    return null;
  }

  // The answer under a closure. `certain` says whether it is proved: the pool is whole up to a cost
  // and up to a number of closed players; beyond both, an answer stands if a part of the closure,
  // few enough, already forces it. What is not certain may be cheaper than told, never dearer.
  ask(number, by, snapshot, players) {
    const pool = this.pool(number);
    if (players.some((player) => pool.ends.has(player))) return { way: null, certain: true, ended: true };
    const closed = this.set(players);
    const way = this.best(pool, by, snapshot, closed);
    if (players.length <= this.data.closures) return { way, certain: true };
    const free = this.best(pool, by, snapshot, this.set([]));
    const whole = free ? Math.floor(free.costs[by] * this.data.stretch) : Infinity;
    return { way, certain: !free || (way && way.costs[by] <= whole) || this.forced(pool, by, snapshot, players, []) };
  }

  forced(pool, by, snapshot, players, some) {
    const way = this.best(pool, by, snapshot, this.set(some));
    const hit = way ? players.filter((player) => way.closers[player >> 5] & (1 << (player & 31))) : [];
    if (!hit.length) return true;
    if (some.length === this.data.closures) return false;
    return hit.some((player) => this.forced(pool, by, snapshot, players, [...some, player]));
  }

  // What the closing of a hub does, on top of what is closed: the words of the library's report.
  dependence(number, by, snapshot, players, hub) {
    const open = this.ask(number, by, snapshot, players);
    const closed = players.includes(hub) ? open : this.ask(number, by, snapshot, [...players, hub]);
    const answer = { ended: open.ended === true, open: open.way, closed: closed.way, certain: open.certain && closed.certain, status: null, dependence: null, premium: null };
    if (!open.way) return answer;
    const [before, after] = [open.way.costs[by], closed.way?.costs[by]];
    if (this.pool(number).ends.has(hub)) answer.status = "terminal";
    else if (after === undefined) Object.assign(answer, { status: "indispensable", dependence: 1 });
    else if (after === before) Object.assign(answer, { status: "unused", dependence: 0, premium: 0 });
    else Object.assign(answer, { status: "avoidable", dependence: 1 - before / after, premium: before > 0 ? after / before - 1 : null });
    return answer;
  }

  // The links of a way, in the order of travel.
  links(way) {
    return way ? way.arcs.map((arc) => this.data.graph.links[arc]).filter((link) => link !== null) : [];
  }

  // The countries and passages of a way, in the order of travel.
  players(way) {
    return way ? [...new Set(way.arcs.flatMap((arc) => this.data.graph.closers[arc]))] : [];
  }
}

function misses(one, other) {
  for (let word = 0; word < one.length; word++) if (one[word] & other[word]) return false;
  return true;
}
