// Blind codes: from check-in over draw and marks by code to the opening by two and the ranking by name. Before the opening nothing
// on disk, in Redis or in a backup says whose a code is; after it the same search finds it.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { chromium } from "playwright-core";
import { BINARY, axe, definition, folder, practice, prepare, seenRules, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";
const LAYERS = ["entry", "station", "work"];
const { stages } = definition().skills[0];
stages[0].modules[1].parts[0].drop_high = stages[0].modules[1].parts[0].drop_low = 0; // all marks count
const MORE = { blind: LAYERS, exposure: { before: "code", after: "name" }, stages };
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
let server, browser, judges;
const cards = {}; // by layer: first, second, envelope
const links = {}; // by layer
const faults = [];
const salt = () => randomBytes(32).toString("hex");

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}
const say = (competitor, state = "present") => must("POST", `${BASE}/check-in`, { body: { competitor, state } });
const code = (layer, what, body, status = 201, key) => must("POST", `${BASE}/codes/welder/${layer}/${what}`, { body, key }, status);
const state = async () => (await must("GET", `${BASE}/codes`, {}, 200)).skills[0];
const board = async (token = null) => (await must("GET", `${BASE}/scoreboard?skill=welder`, { token }, 200)).rows;
const follow = (competitor) => LAYERS.reduce((left, layer) => links[layer].find((link) => link[0] === left)[1], competitor);

// Everything that one place keeps, value by value: each word of the append-only file, each line of any other file.
function* words(dir) {
  for (const name of readdirSync(dir, { recursive: true })) {
    const path = join(dir, name);
    if (statSync(path).isFile()) yield* readFileSync(path).toString("latin1").split(/\r\n/);
  }
}
// … and every value of every key of the running Redis.
function* values(dir) {
  const socket = readdirSync(dir, { recursive: true }).map((name) => join(dir, name)).find((path) => statSync(path).isSocket());
  const cli = (...args) => execFileSync("redis-cli", ["-s", socket, ...args], { encoding: "latin1", maxBuffer: 1 << 28 });
  const read = { stream: (key) => ["XRANGE", key, "-", "+"], hash: (key) => ["HGETALL", key], zset: (key) => ["ZRANGE", key, "0", "-1"], string: (key) => ["GET", key], set: (key) => ["SMEMBERS", key], list: (key) => ["LRANGE", key, "0", "-1"] };
  for (const key of cli("--scan").trim().split("\n")) yield* cli(...read[cli("TYPE", key).trim()](key)).split("\n");
}
// Values in which a competitor or a code stands beside what it leads to.
function leaks(all) {
  const found = [];
  const pairs = LAYERS.flatMap((layer) => links[layer]).concat(["c001", "c002", "c003"].map((id) => [id, follow(id)]));
  const inHex = /[0-9a-f]{64,}/g; // "c001" is in one sealed box of four by chance; what is sealed, or hashed, is no link
  for (const value of all) {
    const text = value.replace(inHex, "…");
    for (const [a, b] of pairs) if (text.includes(a) && text.includes(b)) found.push(`${a} ${b}: ${text.slice(0, 80)}`);
  }
  return found;
}
function everywhere() {
  const copy = folder();
  cpSync(server.dir, copy, { recursive: true, filter: (path) => !statSync(path).isSocket() });
  const found = { disk: leaks(words(server.dir)), redis: leaks(values(server.dir)), backup: leaks(words(copy)), log: leaks(server.log) };
  rmSync(copy, { recursive: true, force: true });
  return found;
}

before(async () => {
  server = await serve();
  judges = await prepare(server, { competitors: 4, more: MORE });
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(path, { width = 1280, height = 800, locale = "zh-CN" } = {}) {
  const page = await (await browser.newContext({ locale, viewport: { width, height } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/40\d|409|422/.test(message.text()) && faults.push(message.text()));
  await page.goto(server.url + path);
  return page;
}
describe("before the codes", () => {
  test("nobody is marked by name, and a layer begins with its cards and in its order", async () => {
    assert.equal((await must("PUT", sheetPath("c001", "w-theory", "K"), { token: judges["judge-K"], body: theory("80") }, 404)).type, "/problems/unknown-competitor");
    assert.equal((await code("entry", "table", { salt: salt() }, 409)).type, "/problems/keys-missing");
    assert.equal((await code("other", "cards", { salt: salt() }, 404)).type, "/problems/unknown-layer");
    assert.equal((await code("entry", "cards", { salt: "12" }, 422)).errors[0].pointer, "/salt");
    for (const layer of ["station", "entry", "work"]) {
      const made = await code(layer, "cards", { salt: salt() });
      cards[layer] = Object.fromEntries(made.cards.map((card) => [card.holder, card.code]));
      assert.deepEqual(Object.keys(cards[layer]), ["first", "second", "envelope"]);
    }
    assert.equal((await code("station", "table", { salt: salt() }, 409)).type, "/problems/layer-order");
    assert.equal((await code("entry", "table", { salt: salt() }, 409)).type, "/problems/nobody-here");
    for (const id of ["c001", "c002", "c003"]) await say(id);
    await say("c004", "absent");
  });

  test("the draw says batches only, since stations are behind codes", async () => {
    await must("POST", `${BASE}/draws/welder/commitment`, { body: { stations: 2 } });
    await must("POST", `${BASE}/draws/welder/opening`, { body: { word: "号" } });
    const [draw] = (await must("GET", `${BASE}/draws`, { token: null }, 200)).draws;
    assert.equal(draw.hidden, true);
    for (const batch of draw.drawn.batches) assert.deepEqual(batch.map(({ id }) => id), batch.map(({ id }) => id).toSorted());
  });
});

describe("codes", () => {
  test("link each layer to the next, have a check sign, and a request sent again gets the same ones", async () => {
    const [key, first] = [uuid7(), salt()];
    const made = await code("entry", "table", { salt: first }, 201, key);
    assert.deepEqual((await code("entry", "table", { salt: first }, 200, key)).links, made.links);
    assert.equal((await code("entry", "table", { salt: salt() }, 409)).type, "/problems/codes-again");
    links.entry = (await code("entry", "table", { salt: salt(), reason: "标签打印错误" })).links;
    for (const layer of ["station", "work"]) links[layer] = (await code(layer, "table", { salt: salt() })).links;
    assert.deepEqual(links.entry.map((link) => link[0]), ["c001", "c002", "c003"]);
    assert.deepEqual(links.station.map((link) => link[0]).toSorted(), links.entry.map((link) => link[1]).toSorted());
    const all = LAYERS.flatMap((layer) => links[layer].map((link) => link[1]));
    assert.equal(new Set(all).size, 9);
    for (const each of all) {
      const values = [...each].map((sign) => SIGNS.indexOf(sign));
      assert.equal(values.length, 4);
      assert.equal(values.slice(0, -1).reduce((sum, value, at) => sum + (at + 2) * value, values.at(-1)) % 31, 0, each);
    }
    assert.equal((await code("work", "table", { salt: salt(), reason: "x" }, 409)).type, "/problems/codes-made");
    assert.equal((await code("entry", "cards", { salt: salt() }, 409)).type, "/problems/codes-made");
  });

  test("are all that judges and the hall have: no name, no competitor", async () => {
    const { competitors } = await must("GET", `${BASE}/roster`, { token: judges["judge-J1"] }, 200);
    assert.deepEqual(competitors.map((each) => each.code).toSorted(), links.work.map((link) => link[1]).toSorted());
    assert.ok(competitors.every((each) => /^w-[0-9a-f]{16}$/.test(each.id) && !each.name));
  });
});

test("a recusal is entered before the draw and shows nowhere while the codes are sealed", async () => {
  const ask = (body, status = 201) => must("POST", `${BASE}/recusals`, { body: { judge: "judge-J1", competitors: ["c002"], why: "kinship", ...body } }, status);
  assert.equal((await ask({ judge: "nobody" }, 404)).type, "/problems/unknown-judge");
  assert.equal((await ask({ competitors: ["nobody"] }, 404)).errors[0].pointer, "/competitors/0");
  assert.equal((await ask({ why: "money" }, 422)).errors[0].pointer, "/why");
  await ask({});
  assert.equal((await ask({}, 409)).type, "/problems/recusal-idle");
  await ask({ judge: "judge-J2", competitors: ["c003"], why: "same_unit" });
  await ask({ judge: "judge-J2", competitors: ["c003"], why: "same_unit", lifted: true });
});

// J1, who is recused from c002, gives him much more than the others: second by code, third by name.
let again; // a sheet that will be sent once more after everything
const MARKS = { c001: ["60", "50", "50", "50"], c002: ["60", "60", "40", "40"], c003: ["60", "45", "45", "45"] };

describe("marks by code", () => {
  test("are taken for works, amended, and counted by code and module", async () => {
    const { competitors } = await must("GET", `${BASE}/roster`, { token: judges["judge-K"] }, 200);
    for (const [id, [t, ...three]] of Object.entries(MARKS)) {
      const work = competitors.find((each) => each.code === follow(id)).id;
      again = { path: sheetPath(work, "w-theory", "K"), token: judges["judge-K"], body: theory(t), key: uuid7() };
      again.receipt = (await must("PUT", again.path, again)).receipt;
      if (id === "c003") assert.equal((await code("work", "opening", { cards: [cards.work.first, cards.work.second] }, 409)).type, "/problems/not-complete");
      for (const [at, mark] of three.entries()) await must("PUT", sheetPath(work, "w-practice", `J${at + 1}`), { token: judges[`judge-J${at + 1}`], body: practice(mark, "0") });
    }
    const rows = await board();
    assert.equal(rows.length, 3);
    assert.ok(rows.every((row) => !row.name && !row.id.startsWith("c0") && row.modules.length === 2));
    assert.deepEqual(rows.map((row) => row.code), [follow("c001"), follow("c002"), follow("c003")]);
    assert.equal((await must("POST", `${BASE}/skills/welder/publication`, { body: {} }, 409)).type, "/problems/codes-sealed");
  });

  test("a change of the rules keeps codes, marks and what is sealed; one of the layers is not possible any more", async () => {
    const changed = definition("small", MORE);
    changed.skills[0].name.zh = "电焊工";
    const before = await state();
    await must("PUT", `${BASE}/rules`, { body: { definition: changed, reason: "改名" }, headers: await seenRules(server, BASE.split("/").at(-1)) });
    assert.deepEqual(await state(), before);
    assert.equal((await board()).length, 3);
    const open = structuredClone(changed);
    delete open.skills[0].blind;
    assert.equal((await must("PUT", `${BASE}/rules`, { body: { definition: open, reason: "x" }, headers: await seenRules(server, BASE.split("/").at(-1)) }, 409)).type, "/problems/rules-impossible");
  });
});

test("nothing on disk, in Redis, in a backup or in the log links a code to a person, also after a restart", async () => {
  await server.stop();
  server = await serve({ dir: server.dir });
  assert.deepEqual(everywhere(), { disk: [], redis: [], backup: [], log: [] });
  for (const layer of LAYERS) for (const card of Object.values(cards[layer])) {
    assert.ok(![...words(server.dir), ...values(server.dir), ...server.log].some((value) => value.includes(card)), "a card's secret");
  }
});

describe("the opening", () => {
  const opening = (layer, two, status) => code(layer, "opening", { cards: two }, status);
  const pointer = (answer) => [answer.type.replace("/problems/", ""), answer.errors?.[0]?.pointer];

  test("refuses another order, a mistyped card, another layer's, the same one twice, one alone: in both languages, and nothing is written", async () => {
    const before = (await server.call("GET", `${BASE}/journal`)).raw;
    const { first, second } = cards.work;
    assert.deepEqual(pointer(await opening("entry", [cards.entry.first, cards.entry.second], 409)), ["layer-order", undefined]);
    const wrong = first.slice(0, -1) + SIGNS[(SIGNS.indexOf(first.at(-1)) + 1) % 31];
    assert.deepEqual(pointer(await opening("work", [wrong, second], 422)), ["code-mistyped", "/cards/0"]);
    assert.deepEqual(pointer(await opening("work", [first, cards.entry.second], 422)), ["card-wrong", "/cards/1"]);
    assert.deepEqual(pointer(await opening("work", [first, first], 422)), ["card-twice", "/cards/1"]);
    assert.equal((await opening("work", [first], 422)).errors[0].pointer, "/cards");
    for (const language of ["zh-CN", "en"]) {
      const { json } = await server.call("POST", `${BASE}/codes/welder/work/opening`, { body: { cards: [first, first] }, headers: { "Accept-Language": language } });
      assert.equal(/[一-鿿]/.test(json.title + json.detail), language === "zh-CN");
    }
    assert.equal((await server.call("GET", `${BASE}/journal`)).raw, before);
  });

  test("goes layer by layer by two together in the console, each step in the journal, and ends with names", async () => {
    const page = await open(`/console.html#token=${server.token}`);
    await page.getByTestId("tab-muster").click();
    await page.getByTestId("muster-codes").click();
    await page.getByTestId("layer-work").waitFor();
    await axe(page);
    for (const [layer, two] of [["work", ["first", "second"]], ["station", ["envelope", "first"]], ["entry", ["second", "envelope"]]]) {
      await page.getByTestId("card-0").fill(cards[layer][two[0]].toLowerCase());
      await page.getByTestId("card-1").fill(cards[layer][two[1]]);
      await page.getByTestId("open-layer").click();
      await page.locator(`[data-testid=layer-${layer}][data-state=opened]`).waitFor();
      if (layer === "work") { // half open: sealed sheets stay as they are, nobody is known yet
        const [row] = await board();
        assert.ok(!row.name && row.id.startsWith("w-"));
        const sheet = await server.call("GET", sheetPath(row.id, "w-theory", "K"), { token: judges["judge-K"] });
        const unsaid = await server.call("PUT", sheetPath(row.id, "w-theory", "K"), { token: judges["judge-K"], body: theory("1"), headers: { "If-Match": sheet.headers.get("etag"), "Jinbang-Rules": (await must("GET", BASE, {}, 200)).rules.id } });
        assert.deepEqual([unsaid.status, unsaid.json.type], [422, "/problems/reason-missing"], unsaid.raw);
        const amended = await server.call("PUT", sheetPath(row.id, "w-theory", "K"), { token: judges["judge-K"], body: { ...theory("1"), reason: "笔误" }, headers: { "If-Match": sheet.headers.get("etag"), "Jinbang-Rules": (await must("GET", BASE, {}, 200)).rules.id } });
        assert.deepEqual([amended.status, amended.json.type], [409, "/problems/codes-opened"], amended.raw);
      }
    }
    await page.getByTestId("all-open").waitFor();
    await axe(page);
    await page.context().close();
    const steps = (await server.call("GET", `${BASE}/journal`)).raw.split("\n").filter((line) => line.includes('\\"act\\":\\"open\\"'));
    assert.equal(steps.length, 3);
    assert.ok(steps.every((line) => line.includes('\\"by\\":\\"organiser\\"') && line.includes("holders")));
  });

  test("joins marks and people exactly: a recused judge's mark no longer counts and is shown struck", async () => {
    const progress = await must("GET", `${BASE}/progress?skill=welder`, {}, 200);
    assert.deepEqual(progress.rows.map((row) => [row.id, row.name]).toSorted(), [["c001", "选手1"], ["c002", "选手2"], ["c003", "选手3"], ["c004", "选手4"]]);
    const detail = async (id) => (await must("GET", `${BASE}/explanations/${id}`, {}, 200));
    const struck = (await detail("c002")).struck;
    assert.deepEqual(struck.map((each) => [each.part, each.seat]), [["w-practice", "J1"]]);
    assert.deepEqual(struck[0].marks, practice("60", "0").marks);
    assert.match(struck[0].zh + struck[0].en, /回避.*recused/);
    assert.deepEqual((await detail("c001")).struck, []);
    assert.deepEqual((await must("GET", `${BASE}/recusals`, {}, 200)).recusals.map((each) => [each.judge, each.competitor, each.lifted]), [["judge-J1", "c002", false], ["judge-J2", "c003", false], ["judge-J2", "c003", true]]);
  });

  test("is found by the same search now, so that the search can fail", () => {
    const found = everywhere();
    for (const place of ["disk", "redis", "backup"]) assert.ok(found[place].length > 0, place);
  });

  test("leads to a ranking by name, published, and a sheet sent again still finds its receipt", async () => {
    await must("POST", `${BASE}/rulings`, { body: { ruling: "status", competitor: "c004", status: "no_show", reason: "缺席" } });
    await must("POST", `${BASE}/skills/welder/publication`, { body: {} });
    const rows = (await board()).filter((row) => row.place);
    assert.deepEqual(rows.map((row) => [row.place, row.id, row.name, row.code, row.total]), [
      [1, "c001", "选手1", follow("c001"), "53.00"], [2, "c003", "选手3", follow("c003"), "49.50"], [3, "c002", "选手2", follow("c002"), "46.00"]]);
    assert.deepEqual((await must("PUT", again.path, again, 200)).receipt, again.receipt);
  });

  test("jinbang verify recounts all of it, and it is the same after a restart", async () => {
    const before = await board();
    await server.stop();
    execFileSync(BINARY, ["verify", "--data", server.dir]);
    server = await serve({ dir: server.dir });
    assert.deepEqual(await board(), before);
  });
});
