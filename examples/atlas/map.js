// The map: what the library drew, in the colours of the question.

const SVG = "http://www.w3.org/2000/svg";
const KINDS = 8;

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// How a link is drawn in a year: its class and what that is called.
function look(link, year) {
  const begun = link.opened === undefined || link.opened <= year;
  const ended = link.closed !== undefined && link.closed <= year;
  const open = {
    open: begun && !ended,
    planned: link.opened !== undefined && begun && !ended,
    construction: link.opened !== undefined && begun && !ended,
    suspended: link.closed !== undefined && begun && !ended,
    closed: link.closed !== undefined && begun && !ended,
  }[link.status];
  if (!open) {
    return ended || ["suspended", "closed"].includes(link.status) ? ["out", "out of use"] : ["to-come", "planned, in building or later"];
  }
  if (link.mode === "sea") return ["sea", "sea lane, ferry"];
  if (link.mode === "road") return ["road", "road"];
  const gauge = { 1435: "g1435", 1520: "g1520", 1524: "g1520", 1676: "g1676", 1668: "g1668" }[link.gauge_mm];
  return [gauge ?? (link.gauge_mm ? "g-other" : "rail"), link.gauge_mm ? `railway ${link.gauge_mm} mm` : "railway"];
}

const SHADES = [0.1, 0.2, 0.3, 0.5, 1];

// The class of a dependence, and what each class stands for.
function shade(dependence) {
  if (dependence === null) return "terminal";
  if (dependence <= 0) return "s0";
  return dependence >= 1 ? "s6" : `s${1 + SHADES.findIndex((bound) => dependence < bound)}`;
}
const SHADE_NAMES = [
  ["s0", "0: unused"], ["s1", "below 0.1"], ["s2", "0.1 – 0.2"], ["s3", "0.2 – 0.3"], ["s4", "0.3 – 0.5"], ["s5", "0.5 – 1"],
  ["s6", "1: indispensable"], ["terminal", "begins or ends in the hub"],
];
const WIDTHS = [[1, "w1", "1 corridor"], [3, "w2", "2 – 3"], [7, "w3", "4 – 7"], [Infinity, "w4", "8 and more"]];

class MapView {
  // `toggle` is called with the player that was clicked, `point` with the link under the pointer.
  constructor(root, data, toggle, point) {
    this.data = data;
    const [width, height] = data.size;
    this.whole = [0, 0, width, height];
    this.land = data.land.map(({ player, path }) => {
      const shape = svg("path", { d: path, class: player === null ? "land" : "land country" });
      if (player !== null) {
        shape.dataset.player = player;
        shape.append(svg("title", {}, data.players[player].name));
      }
      return shape;
    });
    this.links = data.links.map(({ path }, at) => svg("path", { d: path, "data-link": at }));
    this.used = data.links.map(({ path }, at) => svg("path", { d: path, "data-link": at, class: "none" }));
    this.chosen = ["replacement halo", "replacement", "best"].map((name) => svg("path", { class: name }));
    this.passages = data.players.flatMap(({ name, at }, player) => {
      if (!at || !this.within(at)) return [];
      const mark = svg("g", { class: "passage", "data-player": player, transform: `translate(${at})` });
      mark.append(svg("title", {}, name), svg("path", { d: "M0-7 7 0 0 7-7 0Z" }));
      return [mark];
    });
    this.ends = svg("g", { class: "ends" });
    this.names = svg("g", { class: "names" }, ...this.countryNames());
    const group = (name, shapes) => svg("g", { class: name }, ...shapes);
    this.root = svg("svg", { viewBox: this.whole.join(" "), role: "img", "aria-label": "Map of the network: arrow keys move it, + and − bring it nearer and farther. The list of countries and passages closes them by keyboard.", tabindex: 0 },
      group("lands", this.land), group("links", this.links), group("used", this.used), group("chosen", this.chosen), this.names, group("marks", this.passages), this.ends);
    root.append(this.root);
    this.box = [...this.whole];
    this.listen(toggle, point);
    this.zoom(1);
    new ResizeObserver(() => this.zoom(1)).observe(root);
  }

  within([x, y]) {
    return x >= 0 && y >= 0 && x <= this.whole[2] && y <= this.whole[3];
  }

  // A country's name where its places are.
  countryNames() {
    const own = new Map();
    for (const { at, country } of this.data.places) {
      if (at && country !== null) own.set(country, [...(own.get(country) ?? []), at]);
    }
    return [...own].filter(([, places]) => places.length >= 5).map(([country, places]) => {
      const middle = [0, 1].map((axis) => places.reduce((sum, at) => sum + at[axis], 0) / places.length);
      const reach = Math.max(...places.map((at) => Math.hypot(at[0] - middle[0], at[1] - middle[1])));
      return svg("g", { transform: `translate(${middle})`, "data-reach": reach }, svg("text", {}, this.data.players[country].target.split(":")[1]));
    });
  }

  listen(toggle, point) {
    let from = null;
    this.root.addEventListener("pointerdown", (event) => {
      from = { at: [event.clientX, event.clientY], box: [...this.box], moved: false };
    });
    window.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons || event.pointerType === "touch") return;
      const moved = [event.clientX - from.at[0], event.clientY - from.at[1]];
      if (!from.moved && Math.hypot(...moved) < 5) return;
      from.moved = true;
      const unit = this.box[2] / this.root.clientWidth;
      this.show([from.box[0] - moved[0] * unit, from.box[1] - moved[1] * unit, from.box[2], from.box[3]]);
    });
    this.root.addEventListener("pointerover", (event) => {
      const link = event.target.dataset?.link;
      if (link !== undefined) point(Number(link));
    });
    this.root.addEventListener("click", (event) => {
      if (from?.moved) return;
      const under = document.elementsFromPoint(event.clientX, event.clientY);
      // a finger cannot hover: it asks a line for its source, and closes what is beside the lines
      if (event.pointerType === "touch" && under[0]?.dataset?.link !== undefined) return;
      const player = under.map((element) => element.closest("[data-player]")).find((found) => found && this.root.contains(found));
      if (player) toggle(Number(player.dataset.player));
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });
  }

  // What the keys do while the map has the focus.
  key(event) {
    const [x, y, width, height] = this.box;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const times = { "+": 1 / 1.5, "=": 1 / 1.5, "-": 1.5, 0: 0 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || (!step && times === undefined)) return;
    event.preventDefault();
    if (step) this.show([x + (step[0] * width) / 8, y + (step[1] * height) / 8, width, height]);
    else this.zoom(times);
  }

  show([x, y, width, height]) {
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
    this.box = [clamp(x, 0, this.whole[2] - width), clamp(y, 0, this.whole[3] - height), width, height];
    this.root.setAttribute("viewBox", this.box.map(Math.round).join(" "));
    const unit = width / Math.max(this.root.clientWidth, 1);
    this.root.style.setProperty("--unit", unit);
    // the name of a small country waits until there is room
    for (const name of this.names.children) name.classList.toggle("crowded", name.dataset.reach < 26 * unit);
  }

  // The window `times` as wide; all of the map when 0.
  zoom(times) {
    const width = times ? Math.min(Math.max(this.box[2] * times, this.whole[2] / 12), this.whole[2]) : this.whole[2];
    const height = (width / this.whole[2]) * this.whole[3];
    this.show([this.box[0] + (this.box[2] - width) / 2, this.box[1] + (this.box[3] - height) / 2, width, height]);
  }

  // Draws the lines of a year, what is closed, and the ways of the rows.
  draw({ year, closed, hub, view }, rows, families, chosen, ways) {
    for (const shape of [...this.land, ...this.passages]) {
      const player = shape.dataset.player === undefined ? null : Number(shape.dataset.player);
      shape.classList.toggle("closed", closed.includes(player));
      shape.classList.toggle("hub", player === hub);
    }
    this.data.links.forEach((link, at) => put(this.links[at], view === "lines" ? look(link, year)[0] : `faint ${look(link, year)[0]}`));
    const uses = new Map();
    for (const row of view === "lines" ? [] : rows) {
      for (const link of new Set(ways.links(row.network.open))) {
        const use = uses.get(link) ?? { corridors: 0, sum: 0, told: 0, families: [] };
        use.corridors++;
        use.families.push(families.indexOf(row.corridor.family));
        if (row.network.dependence !== null) {
          use.sum += row.network.dependence;
          use.told++;
        }
        uses.set(link, use);
      }
    }
    this.used.forEach((shape, at) => {
      const use = uses.get(at);
      if (!use) return put(shape, "none");
      const width = WIDTHS.find(([most]) => use.corridors <= most)[1];
      const family = use.families.sort((a, b) => count(use.families, b) - count(use.families, a) || a - b)[0];
      const colour = view === "families" ? kind(family) : shade(use.told ? use.sum / use.told : null);
      return put(shape, `${colour} ${width}`);
    });
    this.highlight(chosen, ways);
  }

  highlight(row, ways) {
    const path = (way) => ways.links(way).map((link) => this.data.links[link].path).join("");
    const [best, other] = row ? [row.network.open, row.network.closed] : [null, null];
    const way = other === best ? "" : path(other);
    [way, way, path(best)].forEach((d, at) => this.chosen[at].setAttribute("d", d));
    const pool = row && ways.pool(row.corridor.pools[2]);
    this.ends.replaceChildren(...(pool ? [pool.from, pool.to] : []).flatMap((place) => {
      const { at, name } = this.data.places[place];
      if (!at) return [];
      const right = at[0] > this.whole[2] * 0.75;
      const text = svg("text", { x: right ? -9 : 9, y: 4, "text-anchor": right ? "end" : "start" }, name);
      return [svg("g", { transform: `translate(${at})` }, svg("circle", { r: 5 }), text)];
    }));
  }
}

// The class of a family: beyond the colours that there are, dashed.
function kind(family) {
  return `k${family % KINDS}${family >= KINDS ? " second" : ""}`;
}

function put(shape, name) {
  if (shape.getAttribute("class") !== name) shape.setAttribute("class", name);
}

function count(all, one) {
  return all.filter((other) => other === one).length;
}
