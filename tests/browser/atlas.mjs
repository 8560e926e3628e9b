// Drives the atlas in a headless chromium: it opens from disk, asks nothing of the network, says nothing
// on the console, and tells what the program tells.
//
//   npm install --prefix tests/browser --no-package-lock
//   node tests/browser/atlas.mjs atlas.html target/release/examples/hub_dependence [folder for screenshots]

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const [file, program, pictures] = process.argv.slice(2);
const address = `file://${resolve(file)}`;
const run = promisify(execFile);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });

// A page on which anything but silence is a fault.
async function open(fragment = "", look = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...look });
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(address) || heard.push(`request: ${request.url()}`));
  page.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`));
  await page.goto(`${address}#${fragment}`);
  await page.waitForSelector("body[data-ready]");
  return { page, silent: () => assert.deepEqual(heard, []) };
}

const rows = (page) => page.$$eval("#rows tbody tr", (all) => Object.fromEntries(all.map((row) => [row.dataset.id, { ...row.dataset }])));
// The page's value, rounded as the program rounds, is the program's.
const same = (told, value, decimals, place) => {
  if (value === null || value === undefined) return assert.equal(told, "", place);
  const scale = 10 ** decimals;
  return assert.equal(told && Math.round(Number(told) * scale) / scale, value, place);
};

// What the program says, beside what the page shows; how many values were compared. With `beyond`, a
// row may say that it is not certain, and is then no less; how many rows were certain, and of how many.
async function compare(page, { hub, by, year, close }, beyond = false) {
  const fragment = new URLSearchParams([["hub", hub], ["by", by], ["year", year], ...close.map((target) => ["close", target])]);
  await page.evaluate((hash) => {
    location.hash = hash;
    window.atlas.read();
    window.atlas.update();
  }, fragment.toString());
  const told = await rows(page);
  const { stdout } = await run(program, ["--hub", hub, "--objective", by, "--year", year, ...close.flatMap((target) => ["--close", target]), "--format", "json"], { maxBuffer: 1 << 28 }).catch((error) => {
    if (error.code === 1) return error; // no corridor has a way
    throw error;
  });
  const answer = JSON.parse(stdout);
  let [compared, certain] = [0, 0];
  for (const row of answer.corridors) {
    const place = `${row.id} in ${year} by ${by}, hub ${hub}, closed ${close}`;
    const own = told[row.id];
    if (beyond && own.certain === "false") {
      assert.ok(own.cost === "" || Number(own.cost) >= row.cost.network - 1e-3, `cost of ${place}`);
      continue;
    }
    certain += 1;
    assert.equal(own.certain, "true", place);
    assert.equal(own.status, row.status, place);
    same(own.cost, row.cost.network, 3, `cost of ${place}`);
    same(own.line, row.dependence.line, 6, `D line of ${place}`);
    same(own.family, row.dependence.family, 6, `D family of ${place}`);
    same(own.network, row.dependence.network, 6, `D network of ${place}`);
    same(own.premium, row.premium.network, 6, `premium of ${place}`);
    compared += 6;
  }
  for (const { id } of answer.unreachable) {
    assert.equal(told[id].status, "no way", id);
    compared += 1;
    certain += 1;
  }
  const all = answer.corridors.length + answer.unreachable.length;
  assert.equal(all, Object.keys(told).length);
  return beyond ? [certain, all] : compared;
}

const steps = {
  async "opens from disk in silence"() {
    const { page, silent } = await open();
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
    const ready = await page.evaluate(() => performance.getEntriesByName("ready")[0].startTime);
    silent();
    return `first paint after ${paint.toFixed(0)} ms, ready after ${ready.toFixed(0)} ms, ${statSync(file).size} bytes`;
  },

  async "closing Kazakhstan by a click changes the Middle Corridor to what the program prints"() {
    const { page, silent } = await open("hub=country:RU");
    const before = await rows(page);
    // a point of Kazakhstan where nothing else lies on top
    const at = await page.evaluate(() => {
      const player = window.atlas.player("country:KZ");
      const box = document.querySelector(`.land[data-player="${player}"]`).getBoundingClientRect();
      for (let x = box.left; x < box.right; x += 4) for (let y = box.top; y < box.bottom; y += 4) {
        if (document.elementFromPoint(x, y)?.dataset?.player === String(player)) return [x, y];
      }
      return null;
    });
    await page.mouse.click(...at);
    const after = await rows(page);
    assert.notEqual(after["mc-khorgos-poti"].cost, before["mc-khorgos-poti"].cost);
    assert.match(await page.evaluate(() => location.hash), /close=country:KZ/);
    const compared = await compare(page, { hub: "country:RU", by: "time", year: 2026, close: ["country:KZ"] });
    silent();
    return `${before["mc-khorgos-poti"].cost} h became ${after["mc-khorgos-poti"].cost} h; ${compared} values alike`;
  },

  async "50 random closures x years x objectives are what the program prints"() {
    const { page, silent } = await open();
    const targets = await page.evaluate(() => window.atlas.data.players.map((player) => player.target));
    let seed = 20261126;
    const chance = (most) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % most;
    };
    const often = ["country:KZ", "country:RU", "country:CN", "country:IR", "passage:suez", "country:AZ", "country:TR", "country:UZ"];
    const one = () => (chance(2) ? often[chance(often.length)] : targets[chance(targets.length)]);
    let compared = 0;
    for (let count = 0; count < 50; count++) {
      const close = Array.from({ length: chance(3) }, one);
      compared += await compare(page, { hub: one(), by: ["distance", "time", "money", "generalised"][chance(4)], year: 1990 + chance(46), close });
    }
    silent();
    return `${compared} values compared`;
  },

  async "what is closed beyond the exact number is exact or says that it is not"() {
    const { page, silent } = await open();
    let [certain, all] = [0, 0];
    for (const by of ["distance", "time", "money", "generalised"]) {
      for (const close of [["RU", "IR", "AZ", "CN"], ["RU", "IR", "TM", "TR"], ["RU", "AF", "PK", "UZ", "AZ"], ["GE", "AM", "IR", "UA", "PL"]]) {
        const targets = [...close.map((code) => `country:${code}`), "passage:suez"];
        const [proved, told] = await compare(page, { hub: "country:KZ", by, year: 2026, close: targets }, true);
        certain += proved;
        all += told;
      }
    }
    assert.ok(certain > 0 && all > certain);
    silent();
    return `of ${all} corridors with six or seven closed, ${certain} are proved, and right; the others say ≤ and are not below`;
  },

  async "slider, keyboard and fragment work"() {
    const { page, silent } = await open("year=2000");
    await page.focus("#year");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.textContent("#year-told"), "2001");
    await page.keyboard.press("End");
    assert.match(await page.evaluate(() => location.hash), /year=2035/);
    // close Russia without a mouse
    await page.focus(`#countries input[value="${await page.evaluate(() => window.atlas.player("country:RU"))}"]`);
    await page.keyboard.press("Space");
    assert.match(await page.textContent("#closed-told"), /Russia/);
    await page.focus("#rows tbody tr:nth-child(5) button");
    await page.keyboard.press("Enter");
    const shared = await page.evaluate(() => location.hash.slice(1));
    const state = await page.textContent("#told");
    const again = await open(shared);
    assert.equal(await again.page.textContent("#told"), state);
    assert.equal(await again.page.getAttribute("#rows tbody tr:nth-child(5) button", "aria-pressed"), "true");
    const strange = await open("year=soon&hub=country:XX&by=love&close=planet:mars&corridor=%3Cscript%3E");
    assert.equal(await strange.page.inputValue("#year"), "2026");
    [silent, again.silent, strange.silent].forEach((check) => check());
    return shared;
  },

  async "the keyboard keeps its place"() {
    const { page, silent } = await open();
    const held = () => page.evaluate(() => document.activeElement.textContent);
    for (const part of ["#rows tbody tr:nth-child(5) button", "#heat thead th:nth-child(3) button"]) {
      await page.waitForSelector(part);
      const name = await page.textContent(part);
      await page.focus(part);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(100); // the heat map is drawn after the map
      assert.equal(await held(), name, part);
    }
    // what is unfolded stays so from year to year
    await page.focus("#corridor summary");
    await page.keyboard.press("Enter");
    await page.focus("#year");
    await page.keyboard.press("ArrowLeft");
    assert.ok(await page.evaluate(() => document.querySelector("#corridor details").open));
    // the map by keys: nearer, aside, and whole again
    const box = () => page.getAttribute("#map svg", "viewBox");
    const whole = await box();
    await page.focus("#map svg");
    const boxes = [whole];
    for (const key of ["+", "ArrowRight", "ArrowDown"]) {
      await page.keyboard.press(key);
      boxes.push(await box());
    }
    assert.equal(new Set(boxes).size, 4);
    await page.keyboard.press("0");
    assert.equal(await box(), whole);
    // back through the whole page: each stop is seen, whole, and under nothing that sticks
    let stops = 0;
    await page.focus("#chart summary");
    for (; stops < 300 && (await page.evaluate(() => document.activeElement.id)) !== "hub"; stops++) {
      await page.keyboard.press("Shift+Tab");
      const fault = await page.evaluate(() => {
        const here = document.activeElement;
        const box = here.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const seen = getComputedStyle(here).outlineStyle === "solid" && (here.contains(top) || here.tagName === "svg");
        return seen ? null : `${here.tagName} ${here.textContent.slice(0, 40)}`;
      });
      assert.equal(fault, null);
    }
    assert.ok(stops > 100 && stops < 300, `${stops} stops`);
    silent();
    return `${stops} stops`;
  },

  async "a click is answered quickly"() {
    const { page, silent } = await open();
    const times = await page.evaluate(async () => {
      const times = [];
      for (const target of ["KZ", "RU", "IR", "CN", "AZ", "TR", "UZ", "TM", "GE", "PL"].map((code) => `country:${code}`)) {
        const begun = performance.now();
        window.atlas.toggle(window.atlas.player(target));
        document.body.getBoundingClientRect();
        times.push(performance.now() - begun);
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      }
      return times.sort((a, b) => a - b);
    });
    silent();
    return `ten closures one on the other: median ${times[5].toFixed(0)} ms, most ${times[9].toFixed(0)} ms, layout included`;
  },

  async "prints, and fits a telephone"() {
    const { page, silent } = await open("close=country:RU");
    const paper = await page.pdf({ format: "A4", landscape: true });
    assert.ok(paper.subarray(0, 5).toString() === "%PDF-" && paper.length > 20_000);
    const sheets = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.ok(sheets <= 5, `${sheets} sheets`);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 700, height: 1000 }); // of A4, within its margins
    const broad = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(broad <= 700, `${broad} points wide on paper`);
    for (const part of ["#controls", "#closing", ".zoom"]) assert.equal(await page.isVisible(part), false, part);
    for (const part of ["#map svg", "#rows thead th:nth-child(1)", "#rows thead th:nth-child(10)"]) assert.ok(await page.isVisible(part), part);
    const phone = await open("", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${wide} points wide`);
    await phone.page.tap("#rows tbody tr:nth-child(3) button");
    assert.equal(await phone.page.getAttribute("#rows tbody tr:nth-child(3) button", "aria-pressed"), "true");
    [silent, phone.silent].forEach((check) => check());
    return `${paper.length} bytes of PDF, ${sheets} sheets upright`;
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  try {
    console.log(`ok      ${name}: ${await step()}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.stack}`);
  }
}
if (pictures) {
  for (const [name, look] of [["atlas", {}], ["atlas-dark", { colorScheme: "dark" }], ["atlas-phone", { viewport: { width: 390, height: 844 } }]]) {
    const { page } = await open("close=country:IR&corridor=mc-khorgos-poti", look);
    await page.screenshot({ path: `${pictures}/${name}.png` });
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
