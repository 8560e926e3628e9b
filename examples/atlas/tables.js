// The legend, the tables and the chart.

function showLegend({ view, year }, rows, families, data) {
  const line = (name, text) => el("span", {}, legendLine(name), text);
  let entries = [];
  if (view === "dependence") entries = SHADE_NAMES.map(([name, text]) => line(`${name} w4`, text));
  if (view === "families") {
    const shown = new Set(rows.map((row) => row.corridor.family));
    entries = families.map((family, at) => (shown.has(family) ? line(`${kind(at)} w3`, family) : null)).filter(Boolean);
  }
  if (view === "lines") entries = [...new Map(data.links.map((link) => look(link, year)))].map(([name, text]) => line(name, text));
  else entries.push(...WIDTHS.map(([, name, text]) => line(`plain ${name}`, text)));
  entries.push(line("best", "the way of the chosen corridor"), line("replacement", "its way without the hub"));
  const title = { dependence: "Mean dependence on the hub, of the corridors over a line", families: "Family with most corridors over a line", lines: `Lines in ${year}` }[view];
  $("legend").replaceChildren(el("strong", {}, title), ...entries);
}

function legendLine(name) {
  const drawing = svg("svg", { viewBox: "0 0 28 10", "aria-hidden": "true" });
  const group = svg("g", { class: name.startsWith("best") || name.startsWith("repl") ? "chosen" : /w\d/.test(name) ? "used" : "links" });
  group.append(svg("path", { class: name, d: "M1 5H27" }));
  drawing.append(group);
  return drawing;
}

function throughOf(page, way) {
  return page.ways.players(way).map((player) => page.data.players[player]).filter((player) => player.target.startsWith("country:")).map((player) => player.target.slice(8)).join(" ");
}

function cost(page, way) {
  const { unit, units_per } = page.data.objectives[page.state.by];
  return way ? `${number(way.costs[page.state.by] / units_per)} ${unit}` : "no way";
}

// Every look-up is an upper bound, so that one that is not certain is at most what it says.
const atMost = (answer, text) => (answer.certain ? text : `≤ ${text}`);

function showRows(page, rows, chosen) {
  const head = ["family", "corridor", "cost", "without the hub", "status", "D line", "D family", "D network", "premium", "replacement through"];
  const body = rows.map((row) => {
    const { corridor, network, line, family } = row;
    const [by, per] = [page.state.by, page.data.objectives[page.state.by].units_per];
    const pick = () => page.set({ corridor: corridor.id });
    const told = (value) => (value === null ? "" : value);
    const shaded = (answer) => el("td", { class: answer.status ? `cell ${shade(answer.dependence)}` : "" }, atMost(answer, ratio(answer.dependence)));
    const other = network.status === "avoidable" ? throughOf(page, network.closed) : "–";
    return el("tr", {
      class: row === chosen ? "chosen" : null,
      "data-id": corridor.id, "data-status": network.status ?? "no way",
      "data-cost": network.open ? network.open.costs[by] / per : "", "data-premium": told(network.premium),
      "data-line": told(line.dependence), "data-family": told(family.dependence), "data-network": told(network.dependence),
      "data-certain": String(line.certain && family.certain && network.certain),
    },
    el("td", {}, corridor.family),
    el("th", { scope: "row" }, el("button", { type: "button", onclick: pick, "aria-pressed": row === chosen ? "true" : "false" }, corridor.name)),
    el("td", { class: "n" }, cost(page, network.open)),
    el("td", { class: "n" }, network.open && network.status !== "terminal" ? atMost(network, cost(page, network.closed)) : "–"),
    el("td", {}, network.status ?? "no way"),
    shaded(line), shaded(family), shaded(network),
    el("td", { class: "n" }, network.premium === null ? "–" : atMost(network, percent(network.premium))),
    el("td", {}, other));
  });
  $("rows").replaceChildren(
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...body));
}

// The command that gives the same answer, and more; it names a network that is not the bundled one.
const NETWORK = "/*network*/";
function command(page, corridor) {
  const { hub, by, year, closed } = page.state;
  const target = (player) => page.data.players[player].target;
  const close = closed.map((player) => ` --close ${target(player)}`).join("");
  return `cargo run --release --example hub_dependence --${NETWORK} --hub ${target(hub)} --objective ${page.data.objectives[by].name} --year ${year}${close} --corridor ${corridor.id}`;
}

function showCorridor(page, row) {
  if (!row) return $("corridor").replaceChildren();
  const { corridor, network } = row;
  const { hub, closed, by, year } = page.state;
  const { objectives, places, links } = page.data;
  const names = (players) => players.map((player) => page.name(player)).join(", ");
  const pool = page.ways.pool(corridor.pools[2]);
  const snapshot = page.ways.snapshot(year);
  const ask = (players) => page.ways.ask(corridor.pools[2], by, snapshot, players);
  const figures = [["", network.open ? "now" : "", network.closed && network.status === "avoidable" ? `without ${page.name(hub)}` : ""]];
  objectives.forEach((objective, at) => {
    const value = (way) => (way ? number(way.costs[at] / objective.units_per) : "");
    figures.push([`${objective.name}, ${objective.unit}`, value(network.open), network.status === "avoidable" ? value(network.closed) : ""]);
  });
  const proof = [];
  if (!network.open) {
    // of what is closed, as little as still cuts all ways; what holds an end does
    const cut = closed.reduce((some, one) => {
      const less = some.filter((other) => other !== one);
      const answer = ask(less);
      return !answer.way && answer.certain ? less : some;
    }, closed);
    const ends = closed.filter((player) => pool.ends.has(player));
    if (ends.length) proof.push(`An end lies in what is closed: ${names(ends)}.`);
    else proof.push(cut.length ? `No way is left: with ${names(cut)} closed there is none.` : `In ${year} there is no way at all.`);
  } else {
    const needed = page.ways.players(network.open).filter((player) => !pool.ends.has(player)).filter((player) => {
      const answer = ask([...new Set([...closed, player])]);
      return !answer.way && answer.certain;
    });
    proof.push(needed.length ? `No way avoids ${names(needed)}.` : "No single country or passage between its ends lies on every way.");
    if (network.status === "avoidable") proof.push(`The way without ${page.name(hub)} costs ${atMost(network, percent(network.premium))}; it passes through ${names(page.ways.players(network.closed))}.`);
  }
  if (!network.certain) proof.push("≤: more is closed than this page is exact for; the command below is.");
  const legs = page.ways.links(network.open).map((link) => el("li", {},
    el("button", { type: "button", onclick: () => page.point(link) }, `${places[links[link].from].name} – ${places[links[link].to].name}`)));
  $("corridor").replaceChildren(
    el("h2", {}, corridor.name),
    el("p", {}, `${corridor.family}, ${places[pool.from].name} to ${places[pool.to].name}. `, el("strong", {}, network.status ?? "no way"),
      network.dependence === null ? "" : `, D ${atMost(network, ratio(network.dependence))} in the whole network (line ${ratio(row.line.dependence)}, family ${ratio(row.family.dependence)}).`),
    el("table", { class: "figures" }, ...figures.map(([head, ...cells], at) => el("tr", {}, el("th", { scope: "row" }, head), ...cells.map((cell) => el(at ? "td" : "th", { class: "n" }, cell))))),
    ...proof.map((text) => el("p", {}, text)),
    el("details", {}, el("summary", {}, `The ${legs.length} lines of the way now, each with its source`), el("ol", {}, ...legs)),
    el("p", { class: "how" }, "How do you know? ", el("code", {}, command(page, corridor))));
}

function showHeat(page, rows) {
  const { by, year, closed } = page.state;
  const snapshot = page.ways.snapshot(year);
  const columns = new Map();
  const cells = rows.map((row) => {
    const own = new Map();
    const pool = page.ways.pool(row.corridor.pools[2]);
    for (const player of page.ways.players(row.network.open)) {
      const answer = pool.ends.has(player) ? { status: "terminal", dependence: null, certain: true } : page.ways.dependence(row.corridor.pools[2], by, snapshot, closed, player);
      own.set(player, answer);
      columns.set(player, (columns.get(player) ?? 0) + (answer.dependence ?? 0));
    }
    return own;
  });
  const order = [...columns].filter(([, sum]) => sum > 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([player]) => player);
  const code = (player) => page.data.players[player].target.split(":")[1];
  const head = order.map((player) => el("th", { scope: "col", class: player === page.state.hub ? "hub" : null, "data-code": code(player) },
    el("button", { type: "button", title: page.name(player), onclick: () => page.set({ hub: player }) }, code(player))));
  const body = rows.map((row, at) => el("tr", { class: row.corridor.id === page.state.corridor ? "chosen" : null },
    el("th", { scope: "row" }, row.corridor.name),
    ...order.map((player) => {
      const answer = cells[at].get(player);
      if (!answer) return el("td", { class: row.network.open ? "cell s0" : "" }, row.network.open ? "" : "–");
      const text = answer.status === "terminal" ? "·" : answer.dependence >= 0.005 ? atMost(answer, answer.dependence.toFixed(2).replace("0.", ".")) : "";
      return el("td", { class: `cell ${shade(answer.dependence)}` }, text);
    })));
  $("heat").replaceChildren(el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "corridor"), ...head)), el("tbody", {}, ...body));
}

// The shares of power as areas over the years; computed by the library for some years, nothing closed.
function showPowers(page) {
  const { powers, objectives } = page.data;
  const own = powers.filter((one) => one.objective === page.state.by);
  const all = own.length ? own : powers.filter((one) => one.objective === powers[0]?.objective);
  const key = `${all[0]?.objective} ${page.state.hub}`;
  if (!all.length || $("chart").dataset.key === key) return ($("powers").hidden = !all.length);
  $("chart").dataset.key = key;
  $("powers-told").textContent = `Each country's share of the power over all corridors (exact Shapley values), by ${objectives[all[0].objective].name}, every five years, with nothing closed.${all.some((one) => one.unfinished) ? " Corridors whose game exceeded the library's budget are left out." : ""}`;
  const sums = new Map();
  all.forEach((one) => one.shares.forEach(([player, share]) => sums.set(player, (sums.get(player) ?? 0) + share)));
  const first = [...sums].sort((a, b) => b[1] - a[1]).slice(0, KINDS - 1).map(([player]) => player);
  const [width, height, left, right, below] = [760, 300, 34, 140, 22];
  const years = all.map((one) => one.year);
  const x = (at) => left + ((width - left - right) * at) / Math.max(all.length - 1, 1);
  const y = (share) => (height - below) * (1 - share);
  const shareOf = (one, player) => one.shares.find(([other]) => other === player)?.[1] ?? 0;
  const base = all.map(() => 0);
  let free = Infinity; // the lowest that the next name may stand, from below
  const layers = [...first, null].map((player, kind) => {
    const low = [...base];
    all.forEach((one, at) => (base[at] = player === null ? 1 : base[at] + shareOf(one, player)));
    const points = [...base.map((share, at) => [x(at), y(share)]), ...low.map((share, at) => [x(at), y(share)]).reverse()];
    const middle = Math.min(y((low.at(-1) + base.at(-1)) / 2), free);
    free = middle - 12;
    const name = player === null ? "all others" : page.name(player);
    const last = player === null ? base.at(-1) - low.at(-1) : shareOf(all.at(-1), player);
    return [svg("path", { d: `M${points.map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L")}Z`, class: `area k${kind}${player === page.state.hub ? " hub" : ""}` }),
      svg("text", { x: width - right + 6, y: middle + 4 }, `${name} ${number(last * 100)} %`)];
  });
  const ticks = years.map((year, at) => svg("text", { x: x(at), y: height - 5, "text-anchor": "middle" }, String(year)));
  const scale = [0, 0.5, 1].map((share) => svg("text", { x: left - 5, y: y(share) + (share === 1 ? 10 : 0), "text-anchor": "end" }, `${share * 100}`));
  const rows = all.map((one) => el("tr", {}, el("th", { scope: "row" }, String(one.year)), ...first.map((player) => el("td", { class: "n" }, `${number(shareOf(one, player) * 100)} %`))));
  $("chart").replaceChildren(
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "Shares of power by year, in percent" }, ...layers.flat(), ...ticks, ...scale),
    el("details", {}, el("summary", {}, "The same in numbers"), el("div", { class: "wide" }, el("table", {}, el("tr", {}, el("th", {}, "year"), ...first.map((player) => el("th", { scope: "col" }, page.name(player)))), ...rows))));
}
