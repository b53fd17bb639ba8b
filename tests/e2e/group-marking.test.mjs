// A measurement group of three: one types, each confirms by a PIN of their own. Over HTTP as a program would, then on one tablet in a
// real browser: a reload in between, a wrong PIN, no network and a server killed meanwhile, an amendment, a member who is absent.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { axe, because, BINARY, definition, isProblem, journalOf, practice, roster, serve, sheetPath, uuid7 } from "./lib.mjs";
import { readJournal, tamper, until, writeJournal } from "./redis.mjs";
import { weather } from "./weather.mjs";

const web = createRequire(new URL("../../web/package.json", import.meta.url)); // the libraries of the judge's page
const nacl = web("tweetnacl");
const { blake2b } = web("@noble/hashes/blake2.js");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const BASE = "/api/v1/competitions/small";
const MEMBERS = ["m1", "m2", "m3"];
const NAMES = ["张建国", "李秀英", "王卫东"];
const PINS = { m1: "1357", m2: "246802", m3: "97531" };
const TRIES = ["--tries-free=2", "--tries-wait-ms=60000"];

const must = async (server, method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};

async function prepare(server) {
  const rules = definition();
  const [skill] = rules.skills;
  Object.assign(skill, { tie_break: [], signing: { by: "ink" } });
  const [, module] = skill.stages[0].modules;
  skill.stages[0].modules = [{ ...module, weight: undefined, parts: [{ ...module.parts[0], name: { zh: "尺寸测量", en: "Measurement" }, seats: ["A"], drop_high: 0, drop_low: 0, members: 3 }] }];
  await must(server, "POST", "/api/v1/competitions", { body: rules });
  await must(server, "POST", `${BASE}/roster`, { body: { competitors: roster(3) } });
  const judges = MEMBERS.map((id, i) => ({ id, name: NAMES[i], role: "judge", seats: [{ skill: "welder", seat: "A" }] }));
  const made = await must(server, "POST", `${BASE}/judges`, { body: { judges } });
  await must(server, "PUT", `${BASE}/sessions/welder`, { body: { open: true } });
  return Object.fromEntries(made.judges.map(({ id, token }) => [id, token]));
}

const cardOf = async (server, judge) => (await must(server, "POST", `${BASE}/cards`, { body: { judge } })).code;
const choose = (server, judge, code, pin) => server.call("POST", "/api/v1/cards/pin", { token: null, body: { judge, code, pin } });
const verify = (dir) => spawnSync(BINARY, ["verify", "--data", dir], { encoding: "utf8" });
const path = (who) => sheetPath(who, "w-practice", "A");

// As the page makes it (web/src/shared/confirmation.ts).
function box({ body, key, who, judge, pin, server: hex }) {
  const sum = (bytes) => createHash("sha256").update(bytes).digest();
  const text = `jinbang-confirmation/1\nsmall\nw-practice\n${who}\nA\n${sum(body).toString("hex")}\n${key}\n${judge}\n`;
  const to = new Uint8Array(Buffer.from(hex, "hex"));
  const own = nacl.box.keyPair();
  const nonce = blake2b(new Uint8Array(Buffer.concat([own.publicKey, to])), { dkLen: 24 });
  const sealed = nacl.box(new Uint8Array(Buffer.concat([sum(text), Buffer.from(pin)])), nonce, to, own.secretKey);
  return `${judge} ${Buffer.concat([own.publicKey, sealed]).toString("hex")}`;
}

describe("over HTTP", () => {
  let server, tokens, key;
  before(async () => {
    server = await serve({ flags: TRIES });
    tokens = await prepare(server);
    const access = await must(server, "GET", `${BASE}/access`, { token: tokens.m1 }, 200);
    key = access.confirm_key;
    assert.deepEqual(access.seats[0].members, MEMBERS.map((judge, i) => ({ judge, name: NAMES[i], pin: false })));
  });
  after(async () => {
    await server.stop();
    assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
    server.remove();
  });

  // `pins`: of whom, and with what; `as`: what is sent, where it is not what was confirmed.
  async function put(who, body, pins, { as = body, headers = {}, token = tokens.m1, ask = uuid7() } = {}) {
    const [text, sent] = [JSON.stringify(body), JSON.stringify(as)];
    const confirmed = Object.entries(pins).map(([judge, pin]) => box({ body: text, key: ask, who, judge, pin, server: key })).join(", ");
    return server.call("PUT", path(who), { body: sent, key: ask, token, headers: { ...(confirmed ? { "Jinbang-Confirmed": confirmed } : {}), ...headers } });
  }

  test("a member chooses a PIN with the own card, once, and nobody for another", async () => {
    for (const judge of MEMBERS) {
      const code = await cardOf(server, judge);
      isProblem(await choose(server, judge, code, "12"), 422, "wrong-type", "/pin");
      isProblem(await choose(server, judge, code, "12a4"), 422, "wrong-type", "/pin");
      isProblem(await choose(server, judge === "m1" ? "m2" : "m1", code, PINS[judge]), 409, "pin-other");
      const ask = { token: null, key: uuid7(), body: { judge, code, pin: PINS[judge] } };
      await must(server, "POST", "/api/v1/cards/pin", ask);
      assert.equal((await server.call("POST", "/api/v1/cards/pin", ask)).status, 200); // an answer that was lost
      isProblem(await choose(server, judge, code, "1111"), 410, "code-used");
    }
    const { raw } = await server.call("GET", `${BASE}/access`, { token: tokens.m1 });
    assert.equal(raw.match(/"pin":true/g).length, 3);
  });

  test("its seat has no substitute, who would be left to confirm alone: that is refused in words, and nothing is written", async () => {
    const ask = () => server.call("POST", `${BASE}/panels/substitutions`, { body: { skill: "welder", seat: "A", to: "m2", reason: "m1 身体不适" } });
    const before = (await journalOf(server, "small")).length;
    isProblem(await ask(), 409, "seat-of-group");
    assert.equal((await journalOf(server, "small")).length, before);
  });

  test("a sheet is taken with the confirmations of all, of exactly these figures, and not otherwise", async () => {
    const { m1, m2, m3 } = PINS;
    const body = practice("50", "30");
    isProblem(await put("c001", body, {}), 409, "group-unconfirmed");
    isProblem(await put("c001", body, { m1, m2 }), 409, "group-unconfirmed");
    isProblem(await put("c001", body, PINS, { as: practice("51", "30") }), 422, "confirmation-wrong");
    isProblem(await put("c001", body, { ...PINS, "judge-x": "1234" }), 422, "confirmation-wrong");
    isProblem(await put("c001", body, {}, { headers: { "Jinbang-Confirmed": "m1 00" } }), 400, "confirmation-malformed");
    const wrong = await put("c001", body, { m1, m2: "0000", m3 });
    isProblem(wrong, 403, "pin-wrong");
    assert.equal(wrong.json.judge, "m2");
    assert.equal((await server.call("GET", path("c001"))).status, 404);
    const ask = uuid7();
    const good = await put("c001", body, PINS, { ask });
    assert.equal(good.status, 201, good.raw);
    const again = await server.call("PUT", path("c001"), { body: JSON.stringify(body), key: ask, token: tokens.m1 });
    assert.equal(again.status, 200, again.raw); // the journal has it: nobody is asked again
    const { head } = (await journalOf(server, "small")).at(good.json.receipt.number - 1);
    assert.deepEqual([head.confirmed, head.by], ["m1 m2 m3", "m1"]);
    const gates = await must(server, "GET", `${BASE}/gates?skill=welder`, {}, 200);
    assert.match(JSON.stringify(gates), /尺寸测量 A：张建国、李秀英、王卫东/);
  });

  test("an amendment needs all of them again; a queue of sheets likewise", async () => {
    const etag = (await server.call("GET", path("c001"))).headers.get("etag");
    const body = because(practice("52", "30"));
    isProblem(await put("c001", body, {}, { headers: { "If-Match": etag } }), 409, "group-unconfirmed");
    const good = await put("c001", body, PINS, { headers: { "If-Match": etag } });
    assert.equal(good.status, 200, good.raw);
    const item = (who, pins) => {
      const [each, ask] = [practice("40", "20"), uuid7()];
      const confirmed = pins.map((judge) => box({ body: JSON.stringify(each), key: ask, who, judge, pin: PINS[judge], server: key })).join(", ");
      return { key: ask, part: "w-practice", competitor: who, seat: "A", confirmed, body: each };
    };
    const { results } = await must(server, "POST", `${BASE}/sheets`, { token: tokens.m2, body: { sheets: [item("c002", ["m1"]), item("c003", MEMBERS)] } }, 200);
    assert.deepEqual(results.map(({ status, problem }) => [status, problem?.type]), [[409, "/problems/group-unconfirmed"], [201, undefined]]);
  });

  test("who is absent by the chief judge's word is not waited for, and not for nothing", async () => {
    const absent = (judge, is, reason = "去医院") => server.call("POST", `${BASE}/panels/absences`, { body: { part: "w-practice", seat: "A", judge, absent: is, reason } });
    isProblem(await absent("m3", false), 422, "ruling-idle");
    assert.equal((await absent("m3", true)).status, 201);
    assert.equal((await absent("m2", true)).status, 201);
    isProblem(await absent("m1", true), 409, "group-empty");
    assert.equal((await absent("m2", false, "回来了")).status, 201);
    const { m1, m2 } = PINS;
    isProblem(await put("c002", practice("41", "20"), PINS), 409, "group-unconfirmed");
    const good = await put("c002", practice("41", "20"), { m1, m2 });
    assert.equal(good.status, 201, good.raw);
    const { parts } = await must(server, "GET", `${BASE}/panels?skill=welder`, {}, 200);
    assert.equal(parts[0].seats[0].members[2].absent, "去医院");
  });

  test("who guesses at a PIN is slowed and logged; jinbang verify compares who confirmed with who was there", async () => {
    const etag = (await server.call("GET", path("c003"))).headers.get("etag");
    const tries = [];
    for (let i = 0; i < 4; i++) tries.push(await put("c003", because(practice("60", "40")), { m1: "1357", m2: `000${i}` }, { headers: { "If-Match": etag } }));
    assert.deepEqual(tries.map(({ status }) => status), [403, 403, 403, 429]);
    assert.ok(Number(tries[3].headers.get("retry-after")) > 0);
    assert.ok(server.log.some((line) => /guess\.wrong .*kind=pin name=m2@small/.test(line)), server.log.join("\n"));
    await server.stop();
    const clean = verify(server.dir);
    assert.equal(clean.status, 0, clean.stdout + clean.stderr);
    const { dir } = server;
    await tamper(dir, async (connection) => {
      const entries = await readJournal(connection, "small");
      const at = entries.findIndex((bytes) => bytes.includes('"confirmed":"m1 m2 m3"'));
      const changed = Buffer.from(entries[at].toString().replace('"confirmed":"m1 m2 m3"', '"confirmed":"m1 m2"'));
      await writeJournal(connection, "small", entries.with(at, changed));
    });
    const said = verify(dir);
    assert.equal(said.status, 1);
    assert.match(said.stdout + said.stderr, /a sheet that its marking group has not confirmed/);
    server = await serve({ flags: TRIES }); // for `after`
  });
});

describe("on one tablet", () => {
  let browser, server, storm, cards, page, chief;
  const row = (who, state) => page.locator(`[data-testid=task][data-competitor=${who}] [data-testid=state][data-state=${state}]`);
  const member = (judge, state) => page.locator(`[data-testid=member][data-judge=${judge}][data-state=${state}]`);
  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    server = await serve();
    storm = await weather(1);
    storm.target = Number(new URL(server.url).port);
    await prepare(server);
    cards = Object.fromEntries(await Promise.all(MEMBERS.map(async (judge) => [judge, await cardOf(server, judge)])));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    page = await context.newPage();
    await page.goto(`http://127.0.0.1:${storm.port}/judge.html?c=small#card=${cards.m1}`);
    await page.getByTestId("next").waitFor();
  });
  after(async () => {
    await browser.close();
    storm.close();
    await server.stop();
    assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
    const said = verify(server.dir);
    assert.equal(said.status, 0, said.stdout + said.stderr);
    server.remove();
  });

  async function mark(who, a, b) {
    await page.locator(`[data-testid=task][data-competitor=${who}]`).click();
    await write(a, b);
  }
  async function write(a, b) {
    await page.locator("#field-a").fill(a);
    await page.locator("#field-b").fill(b);
    await page.getByTestId("seal").click();
    const anyway = page.getByTestId("seal-anyway");
    await anyway.or(page.getByTestId("confirm")).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await page.getByTestId("confirm").waitFor();
  }
  async function type(pin) {
    await page.getByTestId("confirm-pin").fill(pin);
    await page.getByTestId("confirm-enter").click();
  }
  async function pick(judge) {
    await page.getByTestId("choose-pin").click();
    await page.getByTestId("choose-code").fill(cards[judge]);
    for (const field of ["choose-digits", "choose-again"]) await page.getByTestId(field).fill(PINS[judge]);
    if (judge === "m1") await axe(page, "group-choose");
    await page.getByTestId("choose-enter").click();
    await page.getByTestId("confirm-pin").waitFor();
  }
  const green = () => page.locator("[data-testid=sealed][data-green=true]");

  test("each looks at the figures and confirms; a reload in between and a wrong PIN lose nothing", async () => {
    await mark("c001", "50", "30");
    await member("m1", "missing").waitFor();
    await axe(page, "group-waits");
    await pick("m1");
    await type(PINS.m1);
    await member("m1", "confirmed").waitFor();
    await page.reload();
    await row("c001", "waits").waitFor();
    await page.locator("[data-testid=task][data-competitor=c001]").click();
    await member("m1", "confirmed").waitFor();
    for (const judge of ["m2", "m3"]) {
      await member(judge, "missing").waitFor();
      await pick(judge);
      await type(judge === "m3" ? "1111" : PINS[judge]);
      if (judge === "m2") await member("m2", "confirmed").waitFor();
    }
    await page.getByTestId("confirm-fault").waitFor();
    await member("m3", "missing").waitFor();
    assert.equal(await page.locator("[data-testid=member][data-state=confirmed]").count(), 2);
    await axe(page, "group-wrong-pin");
    await type(PINS.m3);
    await green().waitFor();
    await axe(page, "group-sealed");
    assert.equal((await journalOf(server, "small")).filter(({ head }) => head.confirmed === "m1 m2 m3").length, 1);
  });

  test("without a network all is kept, through a killed server, and goes by itself afterwards", async () => {
    await page.getByTestId("go-next").click();
    await page.context().setOffline(true);
    await write("41", "20");
    for (const judge of MEMBERS) {
      await type(PINS[judge]);
      if (judge !== "m3") await member(judge, "confirmed").waitFor();
    }
    await page.getByTestId("confirm").waitFor({ state: "detached" });
    await page.locator("[data-testid=sealed][data-green=false]").waitFor();
    await server.kill();
    server = await serve({ dir: server.dir });
    storm.target = Number(new URL(server.url).port);
    await page.context().setOffline(false);
    await green().waitFor({ timeout: 60_000 });
  });

  test("a changed sheet is confirmed anew by all of them", async () => {
    await page.getByTestId("amend").click();
    await page.getByTestId("reason").fill("读错了一格");
    await write("42", "20");
    assert.equal(await page.locator("[data-testid=member][data-state=missing]").count(), 3);
    for (const judge of MEMBERS) {
      await type(PINS[judge]);
      if (judge !== "m3") await member(judge, "confirmed").waitFor();
    }
    await green().waitFor();
  });

  test("the chief judge sees who is missing and records an absence; the tablet then waits for the others alone", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    chief = await context.newPage();
    await chief.goto(`${server.url}/console.html?c=small#token=${server.token}`);
    await chief.getByTestId("tab-panels").click();
    await chief.getByTestId("groups").waitFor();
    assert.match(await chief.getByTestId("group-waits").textContent(), /1 张/);
    await axe(chief, "group-panels");
    await page.getByTestId("go-next").click();
    await write("45", "25");
    await type(PINS.m1);
    await member("m1", "confirmed").waitFor();
    await type(PINS.m2);
    await member("m2", "confirmed").waitFor();
    await chief.locator("[data-testid=group-member][data-judge=m3]").getByTestId("group-absent").click();
    await chief.getByTestId("reason-absent").fill("送选手就医");
    await chief.getByTestId("do-absent").click();
    await chief.locator("[data-testid=group-member][data-judge=m3][data-absent=true]").waitFor();
    await axe(chief, "group-absent");
    await green().waitFor({ timeout: 30_000 }); // nobody more is waited for: it goes
    await until(async () => (await journalOf(server, "small")).some(({ head }) => head.confirmed === "m1 m2"));
  });
});
