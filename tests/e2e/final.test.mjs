// A final of 300 from the first sheet to the published list, played by `jinbang replay` at eight times its speed, while five screens
// and three phones watch through bad weather: pieces on the wire are cut, delayed, split and answered by garbage or a captive portal,
// and on the socket frames get lost, are altered on their way, and lines break. At the end each shows what `jinbang export` gives.
import { test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { launch, open, PHONE, proxy } from "./hall.mjs";
import { BINARY, definition, roster, serve } from "./lib.mjs";
import { dice, weather } from "./weather.mjs";

const run = promisify(execFile);
const COUNT = 300;
const UNITS = 8;
const RECORDED_MS = 96_000; // 12 s at eight times the speed
const PATIENCE = { timeout: 120_000 };
const HERE = "/api/v1/competitions/final300";
const FOLLOWED = ["c003", "c150", "c300"]; // wherever they end
const ON_STAGE = "c042";

// The recording: theory and three judges of practice for everybody, in an order of its own, then the publication.
function recording(file) {
  const roll = dice(20261130);
  const half = (from, to) => String(Math.round((from + roll() * (to - from)) * 2) / 2);
  const competitors = roster(COUNT).map((each, at) => ({ ...each, delegation: `代表队${at % UNITS + 1}` }));
  const seats = ["K", "J1", "J2", "J3"];
  const sheets = competitors.flatMap(({ id }) => seats.map((seat) => ({ id, seat, when: roll() })))
    .toSorted((a, b) => a.when - b.when);
  const step = RECORDED_MS / sheets.length;
  const rules = definition("final300");
  rules.skills[0].titles.push({ id: "star", name: { zh: "技术明星", en: "Star" }, from: 2, to: 120 });
  const lines = [
    { k: "recording", format: "jinbang-recording/1", source: "fictional 虚构: a final of 300" },
    { k: "competition", definition: rules },
    { k: "roster", competition: "final300", competitors },
    { k: "judges", competition: "final300", judges: seats.map((seat) => ({ id: `judge-${seat}`, name: `裁判${seat}`, role: "judge", seats: [{ skill: "welder", seat }] })) },
    ...sheets.map(({ id, seat }, at) => ({
      k: "sheet", t: Math.round(at * step), competition: "final300", judge: `judge-${seat}`, competitor: id, seat,
      part: seat === "K" ? "w-theory" : "w-practice",
      body: { marks: seat === "K" ? [{ aspect: "t", value: half(40, 100) }] : [{ aspect: "a", value: half(20, 60) }, { aspect: "b", value: half(10, 40) }] },
    })),
    { k: "publish", t: RECORDED_MS, competition: "final300", skill: "welder" },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

// Frames of the socket get lost, have a figure altered, or their line breaks.
function spoil(place, seed, seen) {
  const roll = dice(seed);
  place.fromServer = (text) => {
    const what = place.wild ? roll() : 1;
    if (what < 0.03) { seen.dropped++; return null; }
    if (what < 0.06 && /"total":"\d/.test(text)) { seen.altered++; return text.replace(/"total":"\d/, (found) => found.replace(/\d$/, (digit) => String(9 - Number(digit)))); }
    if (what >= 0.06 && what < 0.065) { seen.broken++; for (const each of place.sockets) each.terminate(); return null; }
    return text;
  };
}

// Turns a screen's pages from the first to the last, each until it shows what it should.
async function walk(page, show, sheets, what) {
  await page.keyboard.press("p"); // no turning by itself
  await page.keyboard.press("Home");
  for (const [at, expected] of sheets.entries()) {
    await page.locator(`[data-testid=turner][data-page='${at + 1}']`).waitFor(PATIENCE);
    await becomes(page, show, expected, `${what}, page ${at + 1}`);
    await page.keyboard.press("PageDown");
  }
  await page.locator("[data-testid=turner][data-page='1']").waitFor(PATIENCE); // behind the last comes the first
}
const pagesOf = (rows, count, before = []) => Array.from({ length: Math.ceil(rows.length / count) }, (_, at) => [...before, ...rows.slice(at * count, (at + 1) * count)]);

const rowsSeen = (page) => page.evaluate(() => [...document.querySelectorAll("[data-testid=row]:not([aria-hidden=true])")]
  .toSorted((a, b) => a.dataset.at - b.dataset.at).map((each) => [each.dataset.id, each.dataset.place, each.querySelector(".sum").textContent.trim()]));
const titlesSeen = (page) => page.locator("[data-testid=scene-titles]").evaluateAll((found) => found.flatMap((each) => [each.querySelector("h2").innerText, ...[...each.querySelectorAll("li .name")].map((name) => name.innerText)]));
const rowsOn = (page) => page.evaluate(() => [...document.querySelectorAll("[data-testid=row]")]
  .toSorted((a, b) => a.dataset.at - b.dataset.at).map((each) => [each.dataset.id, each.dataset.place, each.querySelector(".sum").textContent.trim()]));
const wanted = (rows) => rows.map(({ id, place, total }) => [id, String(place), total]);

// What a page shows becomes what it should, and once it does, nothing is left to differ.
async function becomes(page, show, expected, what) {
  const deadline = Date.now() + PATIENCE.timeout;
  let shown;
  do {
    shown = await show(page);
    if (JSON.stringify(shown) === JSON.stringify(expected)) break;
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  } while (Date.now() < deadline);
  assert.deepEqual(shown, expected, what);
}

// Medals of delegations, from the rows of the export.
function medals(rows) {
  const units = new Map();
  for (const { delegation, place } of rows) {
    const unit = units.get(delegation) ?? { delegation, medals: [0, 0, 0], best: place, people: 0 };
    unit.people++;
    if (place <= 3) unit.medals[place - 1]++;
    units.set(delegation, unit);
  }
  const worth = ({ medals: [gold, silver, bronze], best }) => [-gold, -silver, -bronze, best];
  const less = (a, b) => worth(a).map((each, at) => each - worth(b)[at]).find((each) => each !== 0) ?? 0;
  return [...units.values()].toSorted(less).map((each) => [each.delegation, ...each.medals, each.best, each.people].map(String));
}

test("five screens and three phones come through bad weather to what the export says", { timeout: 600_000 }, async (t) => {
  const server = await serve({ flags: ["--heartbeat-ms", "500", "--poll-ms", "300", "--tick-ms", "100"] });
  t.after(async () => { await server.stop(); server.remove(); });
  const file = join(server.dir, "final.ndjson");
  recording(file);
  const flags = ["--server", server.url, "--organiser-token-file", join(server.dir, "organiser.token")];

  // Two ways through the hall: one with a socket, one where none opens; the wire's own weather in front of each.
  const seen = { dropped: 0, altered: 0, broken: 0 };
  const ways = [];
  for (const [at, refuses] of [false, true].entries()) {
    const frames = await proxy(t, server);
    const wire = await weather(at + 7);
    t.after(() => wire.close());
    frames.refuses = refuses;
    wire.target = Number(new URL(frames.url).port);
    spoil(frames, at + 11, seen);
    ways.push({ frames, wire, url: `http://127.0.0.1:${wire.port}`, be: (isWild) => { frames.wild = isWild; wire.wild = isWild; } });
  }
  const [way, polled] = ways;

  // The competition is there when the screens are hung; the replay goes on in it.
  const [, definitionLine, rosterLine] = readFileSync(file, "utf8").split("\n").map((line) => line && JSON.parse(line));
  assert.equal((await server.call("POST", "/api/v1/competitions", { body: definitionLine.definition })).status, 201);
  assert.equal((await server.call("POST", `${HERE}/roster`, { body: { competitors: rosterLine.competitors } })).status, 201);

  const browser = await launch();
  t.after(() => browser.close());
  const wall = { width: 1280, height: 720 };
  const scenes = ["board", "progress", "podium", "table", "stage"];
  const screens = {};
  const ids = {};
  for (const kind of scenes) {
    const { id, token } = (await server.call("POST", `${HERE}/devices`, { body: { grants: [{ role: "display" }] } })).json;
    ids[kind] = id;
    const scene = { kind, skill: "welder", ...(kind === "stage" ? { competitor: ON_STAGE } : {}) };
    assert.equal((await server.call("POST", `${HERE}/screens`, { body: { screens: [{ id, scene }] } })).status, 201);
    screens[kind] = await open(t, browser, `${way.url}/board.html?screen#token=${token}`, wall, { reducedMotion: "reduce" });
    await screens[kind].locator(`[data-testid=board][data-scene=${kind}]`).waitFor(PATIENCE);
  }
  const phone = async (from) => {
    const page = await open(t, browser, `${from.url}/board.html?c=final300&skill=welder&lang=zh`, PHONE, { reducedMotion: "reduce" });
    await page.getByTestId("follow-none").waitFor(PATIENCE);
    return page;
  };
  const phones = { follows: await phone(way), polls: await phone(polled), plain: await phone(way) };
  for (const id of FOLLOWED) {
    await phones.follows.getByTestId("search").fill(`A${Number(id.slice(1))}`);
    await phones.follows.locator(`[data-testid=found][data-id=${id}]`).getByTestId("star").click();
  }
  await phones.follows.getByTestId("search").fill("");
  await phones.polls.locator("[data-testid=truth][data-polled=true]").waitFor(PATIENCE);

  for (const each of ways) each.be(true);
  await run(BINARY, ["replay", ...flags, "--resume", "--speed", "8", "--connections", "8", file]);
  const isStorm = () => Object.values(seen).every((times) => times > 0) && Object.keys(way.wire.seen).every((kind) => ways.some(({ wire }) => wire.seen[kind] > 0));
  while (!isStorm()) await phones.polls.waitForResponse(() => true, PATIENCE); // whoever polls and beats goes on for ever
  for (const each of ways) each.be(false);
  const all = [...Object.values(screens), ...Object.values(phones)];
  for (const page of all) await page.evaluate(() => dispatchEvent(new Event("online"))); // no need to sit out the pause

  const { stdout } = await run(BINARY, ["export", ...flags, "--competition", "final300", "--skill", "welder", "--format", "json"]);
  const { rows } = JSON.parse(stdout);
  assert.equal(rows.length, COUNT);
  assert.ok(rows.every(({ complete, place }) => complete && place >= 1));
  const rowOf = (id) => rows.find((row) => row.id === id);

  const pins = rows.filter(({ place }) => place <= 3).length; // few of 300 are so equal
  await walk(screens.board, rowsSeen, pagesOf(wanted(rows.slice(pins)), 12 - pins, wanted(rows.slice(0, pins))), "board");
  const count = rows.reduce((sum, { expected }) => sum + expected, 0);
  await becomes(screens.progress, async (page) => (await page.locator("[data-testid=progress] .sub").textContent()).trim(), `${count} / ${count}`, "progress");
  const steps = (page) => page.getByTestId("podium-who").evaluateAll((found) => found.map((each) => [each.dataset.id, String(each.closest("li").value), each.querySelector(".sum").innerText]));
  const onSteps = [2, 1, 3].flatMap((place) => rows.filter((row) => row.place === place));
  await becomes(screens.podium, steps, wanted(onSteps), "podium");
  assert.equal((await server.call("POST", `${HERE}/screens`, { body: { screens: [{ id: ids.podium, scene: { kind: "titles", skill: "welder" } }] } })).status, 201);
  const sheet = (title, zh) => pagesOf(rows.filter((row) => row.title === title).map(({ name }) => name), 9).map((names) => [zh, ...names]);
  const sheets = [...sheet("zhuangyuan", "技术状元"), ...sheet("star", "技术明星")];
  assert.ok(sheets.flat().length > 119);
  await walk(screens.podium, titlesSeen, sheets, "titles");
  const cells = (page) => page.locator("[data-testid=scene-table] tbody tr").evaluateAll((found) => found.map((each) => [...each.cells].slice(1).map((cell) => cell.innerText.trim())));
  await becomes(screens.table, cells, medals(rows), "table");
  const stage = async (page) => (await page.locator(`[data-testid=scene-stage][data-id=${ON_STAGE}]`).innerText()).includes(rowOf(ON_STAGE).total);
  await becomes(screens.stage, stage, true, "stage");

  for (const [who, page] of Object.entries(phones)) await becomes(page, rowsOn, wanted(rows.slice(0, 50)), who);
  const followed = (page) => page.getByTestId("followed").evaluateAll((found) => found.map((each) => [each.dataset.id, each.dataset.place, each.dataset.total]));
  await becomes(phones.follows, followed, wanted(FOLLOWED.map(rowOf)), "followed");
  await phones.polls.locator("[data-testid=truth][data-truth=live][data-polled=true]").waitFor(PATIENCE);
  for (const page of [...Object.values(screens), phones.follows, phones.plain]) await page.locator("[data-truth=live]").first().waitFor(PATIENCE);
});
