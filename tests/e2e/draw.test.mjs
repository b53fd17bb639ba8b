// The draw: only who is here; a machine that commits to its seed first, and that a second implementation can follow; or by hand,
// each number once. On the wall, in the console, and in jinbang verify.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { cut, open as openWall, PHONE, saved, settled, WALL } from "./hall.mjs";
import { BINARY, axe, definition, roster, serve } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";
let server, browser, clerk;
const faults = [];

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}
const say = (competitor, state) => must("POST", `${BASE}/check-in`, { token: clerk, body: { competitor, state } });
const draws = (token = null) => must("GET", `${BASE}/draws?skill=welder`, { token }, 200).then((json) => json.draws[0]);
const ask = (what, body, status) => must("POST", `${BASE}/draws/welder/${what}`, { token: clerk, body }, status);
const ids = (draw) => draw.drawn.batches.map((batch) => batch.map((each) => each.id));

// Written anew, from server/api/README.md alone.
const PYTHON = `
import sys, json, hashlib
ask = json.load(sys.stdin)
key = hashlib.blake2b(bytes.fromhex(ask["seed"]) + ask["word"].encode(), digest_size=32).digest()
def numbers():
    counter = 0
    while True:
        block = hashlib.blake2b(counter.to_bytes(8, "little"), key=key, digest_size=64).digest()
        for i in range(8):
            yield int.from_bytes(block[8 * i:8 * i + 8], "little")
        counter += 1
stream, order = numbers(), list(ask["list"])
for i in range(len(order), 1, -1):
    number = next(stream)
    while number >= 2**64 - 2**64 % i:
        number = next(stream)
    order[i - 1], order[number % i] = order[number % i], order[i - 1]
batches, count, at = [], -(-len(order) // ask["stations"]), 0
for b in range(count):
    size = len(order) // count + (1 if b < len(order) % count else 0)
    batches.append(order[at:at + size]); at += size
print(json.dumps(batches))
`;
const again = (draw) => JSON.parse(execFileSync("python3", ["-c", PYTHON], {
  input: JSON.stringify({ seed: draw.drawn.seed, word: draw.drawn.word, list: draw.committed.list, stations: draw.stations }), encoding: "utf8" }));

before(async () => {
  server = await serve();
  await must("POST", "/api/v1/competitions", { body: definition("small", { exposure: { before: "progress", after: "name" } }) });
  await must("POST", `${BASE}/roster`, { body: { competitors: roster(12) } });
  clerk = (await must("POST", `${BASE}/devices`, { body: { grants: [{ role: "clerk", skills: ["welder"] }] } })).token;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

describe("the machine's draw", () => {
  test("begins with who is here, and with a commitment", async () => {
    assert.equal((await ask("commitment", { stations: 5 }, 409)).type, "/problems/nobody-here");
    for (let i = 1; i <= 11; i++) await say(`c${String(i).padStart(3, "0")}`, i === 3 ? "late" : i === 4 ? "absent" : "present");
    assert.equal((await ask("opening", { word: "x" }, 409)).type, "/problems/draw-not-committed");
    for (const body of [{}, { stations: 0 }, { stations: 1001 }, { stations: "5" }]) await ask("commitment", body, 422);
    await ask("commitment", { stations: 4 });
    const draw = await draws();
    assert.match(draw.committed.commitment, /^[0-9a-f]{64}$/);
    assert.deepEqual(draw.committed.list, [1, 2, 3, 5, 6, 7, 8, 9, 10, 11].map((i) => `c${String(i).padStart(3, "0")}`));
    assert.equal(draw.drawn, undefined);
    assert.equal(draw.seed, undefined);
  });

  test("opens the seed that was committed to; anybody can work the places out again", async () => {
    const word = "七号选手说：金榜题名";
    await ask("opening", { word });
    const draw = await draws();
    assert.equal(createHash("sha256").update(Buffer.from(draw.drawn.seed, "hex")).digest("hex"), draw.committed.commitment);
    assert.deepEqual([draw.drawn.how, draw.drawn.word, draw.times], ["machine", word, 1]);
    assert.deepEqual(ids(draw).map((batch) => batch.length), [4, 3, 3]);
    assert.deepEqual(ids(draw), again(draw));
    assert.deepEqual(ids(draw).flat().toSorted(), draw.committed.list);
    assert.equal((await ask("opening", { word }, 409)).type, "/problems/draw-not-committed"); // once
  });

  test("shows names as the rules do: not to the hall, but to the desk", async () => {
    assert.equal((await draws()).drawn.batches[0][0].name, undefined);
    assert.match((await draws(clerk)).drawn.batches[0][0].name, /^选手/);
  });

  test("is done again only with a reason, and not from a list that has changed", async () => {
    assert.equal((await ask("commitment", { stations: 4 }, 409)).type, "/problems/draw-again");
    await ask("commitment", { stations: 4, reason: "设备故障" });
    assert.equal((await draws()).drawn, undefined); // the former one is void
    await say("c012", "present");
    assert.equal((await ask("opening", { word: "x" }, 409)).type, "/problems/draw-list-moved");
    await ask("commitment", { stations: 6, reason: "c012 到场" });
    await ask("opening", { word: "第二次" });
    const draw = await draws();
    assert.deepEqual([draw.reason, draw.times], ["c012 到场", 2]);
    assert.deepEqual(ids(draw), again(draw));
    assert.ok(ids(draw).flat().includes("c012"));
  });

  test("survives a restart between commitment and opening", async () => {
    await ask("commitment", { stations: 6, reason: "演练" });
    const { committed } = await draws();
    await server.stop();
    server = await serve({ dir: server.dir });
    assert.deepEqual((await draws()).committed, committed);
    await ask("opening", { word: "重启" });
    assert.deepEqual(ids(await draws()), again(await draws()));
  });
});

describe("drawn by hand", () => {
  const here = () => draws(clerk).then((draw) => draw.drawn.batches.flat().map(({ id }) => id).toSorted());
  const numbered = async () => (await here()).map((competitor, at, all) => ({ competitor, number: all.length - at }));

  test("each number stands where it was drawn", async () => {
    const numbers = await numbered();
    await ask("table", { stations: 6, numbers, reason: "改为手工" });
    const draw = await draws();
    assert.equal(draw.drawn.how, "hand");
    assert.equal(draw.committed, undefined);
    assert.deepEqual(ids(draw).flat(), numbers.toSorted((a, b) => a.number - b.number).map((each) => each.competitor));
  });

  test("a number twice, beyond the list, of nobody, of who is absent, of one twice; somebody without one: refused with words", async () => {
    const before = JSON.stringify(await draws());
    const cases = [
      [(all) => { all[1].number = all[0].number; }, 422, "lot-number-twice", "/numbers/1/number"],
      [(all) => { all[0].number = all.length + 1; }, 422, "wrong-type", "/numbers/0/number"],
      [(all) => { all[0].competitor = "nobody"; }, 404, "unknown-competitor", "/numbers/0/competitor"],
      [(all) => { all[2].competitor = "c004"; }, 422, "competitor-absent", "/numbers/2/competitor"],
      [(all) => { all[2].competitor = all[1].competitor; }, 422, "competitor-twice", "/numbers/2/competitor"],
      [(all) => { all.splice(all.findIndex((each) => each.number === all.length), 1); }, 422, "draw-incomplete", undefined],
    ];
    for (const [spoil, status, name, pointer] of cases) {
      const numbers = await numbered();
      spoil(numbers);
      for (const language of ["zh-CN", "en"]) {
        const answer = await server.call("POST", `${BASE}/draws/welder/table`, { token: clerk, body: { stations: 6, numbers, reason: "x" }, headers: { "Accept-Language": language } });
        assert.deepEqual([answer.status, answer.json.type, answer.json.errors?.[0]?.pointer], [status, `/problems/${name}`, pointer], answer.raw);
        assert.equal(/[一-鿿]/.test(answer.json.title), language === "zh-CN");
      }
    }
    assert.equal((await ask("table", { stations: 6, numbers: await numbered() }, 409)).type, "/problems/draw-again");
    assert.equal(JSON.stringify(await draws()), before);
  });
});

async function open(path, { width = 1280, height = 800, locale = "zh-CN" } = {}) {
  const page = await (await browser.newContext({ locale, viewport: { width, height } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/409|422/.test(message.text()) && faults.push(message.text()));
  await page.goto(server.url + path);
  return page;
}
test("in the console and on the wall: committed, opened, checked by the screens themselves; by hand; the register for thumbprints", async () => {
  const wall = await open("/board.html?c=small&draw=welder", { width: 1920, height: 1080 });
  const page = await open(`/console.html#token=${server.token}`);
  await page.getByTestId("tab-muster").click();
  await page.getByTestId("muster-draw").click();
  await page.getByTestId("stations").fill("4");
  assert.ok(await page.getByTestId("commit").isDisabled()); // it has been drawn: a reason is wanted
  await page.getByTestId("draw-reason").fill("正式抽签");
  await page.getByTestId("commit").click();
  await page.getByTestId("committed").waitFor();
  const { committed } = await draws();
  await wall.getByTestId("commitment").filter({ hasText: committed.commitment.slice(0, 8) }).waitFor();
  assert.equal(await wall.getByTestId("seed").count(), 0);
  await axe(wall);
  await axe(page);
  await page.getByTestId("word").fill("八十八");
  await page.getByTestId("open-draw").click();
  await page.getByTestId("holds").waitFor();
  assert.ok(await page.locator("[data-testid=holds].ok").isVisible());
  await wall.locator("[data-testid=check][data-holds=true]").waitFor();
  assert.equal(await wall.getByText("选手1").count(), 0); // no name before the rules allow it
  await axe(wall);
  const kept = (await saved(wall, "long")).words;
  for (const said of [committed.commitment, (await draws()).drawn.seed, "八十八"]) assert.ok(kept.replaceAll(" ", "").includes(said), said);
  assert.doesNotMatch(kept, /选手/);
  await wall.getByTestId("save-close").click();
  await axe(page);
  await page.emulateMedia({ media: "print" });
  const rows = page.getByTestId("register").locator("tbody tr");
  assert.equal(await rows.count(), 11);
  assert.match(await rows.first().innerText(), /1 场 1 号/);
  assert.equal(await page.getByTestId("by-hand").isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await page.getByTestId("by-hand").click();
  await page.getByTestId("draw-reason").fill("手工");
  const all = (await draws()).committed.list;
  for (const [at, id] of all.entries()) await page.getByTestId(`number-${id}`).fill(String(at === 1 ? 1 : at + 1));
  assert.ok(await page.getByTestId("save-hand").isDisabled()); // 1 stands twice
  await axe(page);
  await page.getByTestId(`number-${all[1]}`).fill("２"); // a full-width digit is meant
  await page.getByTestId("save-hand").click();
  await page.getByText("手工抽签 · ").waitFor(); // the button alone says 手工抽签
  assert.deepEqual(ids(await draws()).flat(), all);
  await page.context().close();
  await wall.context().close();
});

// Sixty in batches of twenty, with names as long as they come.
async function sixty() {
  const here = "/api/v1/competitions/sixty";
  await must("POST", "/api/v1/competitions", { body: definition("sixty", { exposure: { before: "name", after: "name" } }) });
  const competitors = roster(60).map((each, at) => ({ ...each, name: at % 7 ? each.name : "阿卜杜热依木·麦麦提依明", delegation: at % 5 ? each.delegation : "青海省西宁市城东区总工会职工技能培训中心代表队" }));
  await must("POST", `${here}/roster`, { body: { competitors } });
  for (const { id } of competitors) await must("POST", `${here}/check-in`, { body: { competitor: id, state: "present" } });
  await must("POST", `${here}/draws/welder/commitment`, { body: { stations: 20 } });
  await must("POST", `${here}/draws/welder/opening`, { body: { word: "六十" } });
  return here;
}

test("sixty who were drawn all come to the wall in whole rows, page by page, as the desk turns them; nobody is left out, on a phone neither", async (t) => {
  const here = await sixty();
  const { id, token } = await must("POST", `${here}/devices`, { body: { grants: [{ role: "display" }] } });
  const tell = (more) => must("POST", `${here}/screens`, { body: { screens: [{ id, ...more }] } });
  const drawn = (page) => page.getByTestId("drawn").evaluateAll((all) => all.map((each) => each.dataset.id));
  const wall = await openWall(t, browser, `${server.url}/board.html?screen#token=${token}`, WALL, { reducedMotion: "reduce" });
  const on = (page) => wall.locator(`[data-testid=turner][data-page="${page}"]`).waitFor();
  const outside = () => wall.evaluate(() => [...document.querySelectorAll("[data-testid=drawn]")].filter((row) => row.getBoundingClientRect().bottom > document.querySelector("footer").getBoundingClientRect().top).length);
  const { batches } = (await must("GET", `${here}/draws?skill=welder`, {}, 200)).draws[0].drawn;
  const all = batches.flat().map((each) => each.id);
  for (const [scene, pages, who] of [[{ kind: "draw", skill: "welder" }, 2, all], [{ kind: "next", skill: "welder", batch: 1 }, 2, all.slice(0, 40)]]) {
    await tell({ scene });
    await wall.getByTestId(`scene-${scene.kind}`).waitFor();
    await tell({ order: "pause" }); // the desk turns, and nobody else
    await wall.locator("[data-testid=turner][data-paused=true]").waitFor();
    const seen = new Set();
    for (let page = 1; page <= pages; page++) {
      await on(page);
      await settled(wall);
      for (const each of await drawn(wall)) seen.add(each);
      assert.deepEqual(await cut(wall), [], `${scene.kind} ${page}`);
      assert.equal(await outside(), 0, `${scene.kind} ${page}`);
      if (process.env.SHOTS) await wall.screenshot({ path: `${process.env.SHOTS}/${scene.kind}-${page}.png` });
      await axe(wall, `${scene.kind} ${page}`);
      if (page < pages) await tell({ order: "next" });
    }
    assert.deepEqual([...seen].toSorted(), who.toSorted(), scene.kind);
    await tell({ order: "back" });
    await on(pages - 1);
    await tell({ order: "pause" });
    await wall.locator("[data-testid=turner][data-paused=false]").waitFor();
  }
  for (const [at, who] of [["draw=welder", all], ["scene=next&skill=welder&batch=1", all.slice(0, 40)]]) {
    const phone = await openWall(t, browser, `${server.url}/board.html?c=sixty&${at}`, PHONE);
    await phone.getByTestId("drawn").first().waitFor();
    assert.deepEqual((await drawn(phone)).toSorted(), who.toSorted());
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
    if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/${at.slice(0, 9).replace(/\W/g, "-")}-phone.png` });
    await axe(phone, at);
  }
});

test("jinbang verify works every draw out again", async () => {
  await server.stop();
  execFileSync(BINARY, ["verify", "--data", server.dir]); // throws unless the exit code is 0
  server = await serve({ dir: server.dir });
});
