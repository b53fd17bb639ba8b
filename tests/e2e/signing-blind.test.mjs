// Sign-off beside blind codes, trial sheets, closed cards and reopened sheets; the competitor's own signature, or his refusal.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chromium } from "playwright-core";
import { axe, because, BINARY, definition, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

const SEATS = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]];
const salt = () => randomBytes(32).toString("hex");
let server;
let browser;
const faults = [];

before(async () => {
  server = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const base = (id) => `/api/v1/competitions/${id}`;
const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const act = (id, body, options = {}) => server.call("POST", `${base(id)}/skills/welder/signings`, { body, ...options });
const good = async (id, body, options) => { const answer = await act(id, body, options); assert.equal(answer.status, 201, answer.raw); return answer.json; };
const pageOf = (id, query, options = {}) => must("GET", `${base(id)}/pages?skill=welder&${new URLSearchParams(query)}`, options, 200);
const stageOf = async (id) => (await must("GET", `${base(id)}/gates?skill=welder`, {}, 200)).stages[0];
const stateOf = async (id) => Object.fromEntries((await stageOf(id)).signatures.map((each) => [each.seat ?? each.competitor ?? each.role, each.void ?? each.state]));
const signSeat = async (id, tokens, part, seat) => good(id, { act: "sign", part, seat, role: "judge", code: (await pageOf(id, { part, seat }, { token: tokens[`judge-${seat}`] })).code, drawing: { typed: `裁判${seat}` } }, { token: tokens[`judge-${seat}`] });
const publish = (id) => server.call("POST", `${base(id)}/skills/welder/publication`, { body: {} });

const verify = () => spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });

// Key cards, three who are here, and their works: the cards' codes, and the work of each competitor as whoever opens the table knows it.
async function hide(id, token) {
  const { cards } = await must("POST", `${base(id)}/codes/welder/entry/cards`, { body: { salt: salt() } });
  for (const { id: competitor } of roster(3)) await must("POST", `${base(id)}/check-in`, { body: { competitor, state: "present" } });
  const { links } = await must("POST", `${base(id)}/codes/welder/entry/table`, { body: { salt: salt() } });
  const { competitors } = await must("GET", `${base(id)}/roster`, { token }, 200);
  const works = Object.fromEntries(links.map(([who, code]) => [who, competitors.find((each) => each.code === code).id]));
  return { cards: cards.map(({ code }) => code), codes: Object.fromEntries(links), works };
}
const openCodes = (id, cards) => must("POST", `${base(id)}/codes/welder/entry/opening`, { body: { cards: cards.slice(0, 2) } });

async function open(path) {
  const page = await (await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 800 } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}

describe("behind blind codes", () => {
  const id = "blind";
  let tokens, cards, codes, works;

  before(async () => {
    tokens = await prepare(server, { id, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" }, signing: { by: "drawn" } } });
    ({ cards, codes, works } = await hide(id, tokens["judge-K"]));
    for (const [at, who] of ["c001", "c002", "c003"].entries()) {
      for (const [part, seat] of SEATS) await must("PUT", sheetPath(works[who], part, seat, id), { token: tokens[`judge-${seat}`], body: part === "w-theory" ? theory(String(70 + at)) : practice(String(40 + at), "20") });
    }
  });

  const secret = /选手|示例单位|\bc00\d\b/; // a digest may hold "c008" by chance
  test("pages that are signed and printed before the opening show codes, no name and no competitor", async () => {
    for (const query of [{ stage: "final" }, ...SEATS.map(([part, seat]) => ({ part, seat }))]) {
      const { raw } = await server.call("GET", `${base(id)}/pages?skill=welder&${new URLSearchParams(query)}`);
      assert.ok(raw.includes(codes.c001) && !secret.test(raw), raw);
    }
    const print = await open(`/console.html#token=${server.token}`);
    await print.getByTestId("tab-signing").waitFor();
    await print.goto(`${server.url}/print.html?c=${id}&skill=welder&all=final`);
    await print.locator("[data-testid=leaf]").nth(SEATS.length).waitFor();
    const text = await print.locator("main").innerText();
    assert.ok(Object.values(codes).every((code) => text.includes(code)) && !secret.test(text), text);
    await print.context().close();
  });

  test("judges sign by code and the marks are confirmed, but nothing is published before the opening", async () => {
    for (const [part, seat] of SEATS) await signSeat(id, tokens, part, seat);
    await good(id, { act: "check", stage: "final" });
    assert.deepEqual(await stateOf(id), { K: "signed", J1: "signed", J2: "signed", J3: "signed", chief: "missing" });
    assert.equal((await publish(id)).status, 409);
  });

  // What anybody who has the opened table computes again: rows by what was marked, in the order of their ids.
  const digestOf = (page, rowOf) => {
    const rows = page.rows.map((row) => [works[row.id] ?? row.id, row]).sort(([a], [b]) => (a < b ? -1 : 1));
    const { part } = page;
    return createHash("sha256").update(JSON.stringify({ page: page.page, competition: id, skill: "welder", stage: "final", ...(part && { part }),
      rows: rows.map(([competitor, row]) => ({ competitor, ...rowOf(row) })) })).digest("hex");
  };
  const ofSheet = ({ code, seat, sheet }) => ({ code, seat, sheet });

  test("what was signed and locked by code holds when the codes are opened, says the same to anybody, and is published", async () => {
    const paper = await pageOf(id, { stage: "final" });
    await good(id, { act: "sign", stage: "final", role: "chief", code: paper.code, drawing: { typed: "裁判长" } });
    await good(id, { act: "lock", stage: "final" });
    const seats = await Promise.all(SEATS.map(([part, seat]) => pageOf(id, { part, seat })));
    await openCodes(id, cards);
    const { state, shut } = await stageOf(id);
    assert.deepEqual([state, shut], ["locked", true]);
    assert.deepEqual(await stateOf(id), { K: "signed", J1: "signed", J2: "signed", J3: "signed", chief: "signed" });
    for (const [at, [part, seat]] of SEATS.entries()) {
      const page = await pageOf(id, { part, seat });
      assert.deepEqual([page.digest, page.code, page.state], [seats[at].digest, seats[at].code, "locked"]);
      assert.deepEqual(page.rows.map((row) => [row.id, row.code]), ["c001", "c002", "c003"].map((who) => [who, codes[who]]));
      assert.equal(digestOf(page, ofSheet), page.digest);
    }
    const standing = await pageOf(id, { stage: "final" });
    assert.equal(standing.digest, paper.digest);
    assert.equal((await publish(id)).status, 201);
    const said = verify();
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });

  test("an old print that was signed before the opening and typed after it is the page that it was", async () => {
    const own = "ink";
    const judges = await prepare(server, { id: own, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" }, signing: { by: "ink" } } });
    const hidden = await hide(own, judges["judge-K"]);
    for (const work of Object.values(hidden.works)) for (const [part, seat] of SEATS) await must("PUT", sheetPath(work, part, seat, own), { token: judges[`judge-${seat}`], body: part === "w-theory" ? theory("70") : practice("40", "20") });
    const { code } = await pageOf(own, { part: "w-practice", seat: "J1" });
    await openCodes(own, hidden.cards);
    await good(own, { act: "sign", part: "w-practice", seat: "J1", role: "judge", code });
    assert.equal((await stateOf(own)).J1, "signed");
  });
});

describe("typed from paper behind blind codes", () => {
  test("second typings and re-checks follow through the opening: nothing is typed or compared anew", async () => {
    const id = "twice";
    const signing = { by: "ink", double_entry: true, recheck: { top: 1, share: "40%", errors: "100%" } };
    const tokens = await prepare(server, { id, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" }, signing } });
    const { cards, works } = await hide(id, tokens["judge-K"]);
    const clerk = async () => ({ token: (await must("POST", `${base(id)}/devices`, { body: { grants: [{ role: "clerk", skills: ["welder"] }] } })).token });
    const [first, second] = [await clerk(), await clerk()];
    const bodyOf = (part, at) => (part === "w-theory" ? theory(String(70 + at)) : practice(String(40 + at), "20"));
    for (const [at, work] of Object.values(works).entries()) {
      for (const [part, seat] of SEATS) {
        await must("PUT", sheetPath(work, part, seat, id), { ...first, body: bodyOf(part, at) });
        await good(id, { act: "second", part, competitor: work, seat, body: bodyOf(part, seat === "J3" && at === 1 ? 0 : at) }, second);
      }
    }
    await good(id, { act: "settle", part: "w-practice", competitor: works.c002, seat: "J3", reason: "以第一次录入为准" });
    await good(id, { act: "sample", stage: "final" });
    const checks = async () => must("GET", `${base(id)}/checks?skill=welder&stage=final`, {}, 200);
    const drawn = (await checks()).recheck.awaited;
    assert.equal(drawn.length, 8);
    for (const { part, competitor, seat } of drawn.slice(1)) await good(id, { act: "recheck", part, competitor, seat, good: true });
    await good(id, { act: "recheck", ...drawn[0], good: false, reason: "看错了一行" });
    const known = (spot) => ({ ...spot, competitor: Object.keys(works).find((who) => works[who] === spot.competitor) ?? spot.competitor });
    const [before, { sample }] = [await checks(), await stageOf(id)];
    await openCodes(id, cards);
    const now = await checks();
    assert.deepEqual([now.entries.typed, now.entries.good, now.entries.awaited, now.entries.different], [12, 12, [], []]);
    assert.deepEqual(now.entries.settled.map(({ competitor, reason }) => [competitor, reason]), [["c002", "以第一次录入为准"]]);
    assert.deepEqual(now.recheck.awaited, before.recheck.awaited.map(known));
    assert.deepEqual((await stageOf(id)).sample, { ...sample, chosen: sample.chosen.map((work) => known({ competitor: work }).competitor).toSorted() });
    await good(id, { act: "recheck", ...known(drawn[0]), good: true });
    await good(id, { act: "check", stage: "final" });
    const said = verify();
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });
});

describe("trial sheets", () => {
  test("stand on no page, and a seat that has given trial marks only has nothing to sign", async () => {
    const id = "trials";
    const whole = definition(id, { signing: { by: "drawn" } });
    whole.skills[0].stages[0].modules[0].parts[0].trial = { samples: 1, needed: true };
    await must("POST", "/api/v1/competitions", { body: whole });
    await must("POST", `${base(id)}/roster`, { body: { competitors: roster(1) } });
    const { judges } = await must("POST", `${base(id)}/judges`, { body: { judges: [{ id: "judge-K", name: "裁判K", seats: [{ skill: "welder", seat: "K" }] }] } });
    const tokens = { "judge-K": judges[0].token };
    const as = { token: judges[0].token };
    await must("POST", `${base(id)}/trials`, { ...as, body: { part: "w-theory", seat: "K", sample: 1, sheet: theory("33") } });
    const empty = await pageOf(id, { part: "w-theory", seat: "K" }, as);
    assert.deepEqual(empty.rows, []);
    const early = await act(id, { act: "sign", part: "w-theory", seat: "K", role: "judge", code: empty.code, drawing: { typed: "甲" } }, as);
    assert.deepEqual([early.status, early.json.type], [422, "/problems/signing-unknown"]);
    await must("PUT", sheetPath("c001", "w-theory", "K", id), { ...as, body: theory("88") });
    assert.doesNotMatch(JSON.stringify(await pageOf(id, { part: "w-theory", seat: "K" }, as)), /"33"/);
    await signSeat(id, tokens, "w-theory", "K");
  });
});

describe("closed cards", () => {
  test("a judge signs his own seat and sees no other's; after a reopened sheet he alone and the standing sign again", async () => {
    const id = "cards";
    const { stages } = definition(id).skills[0];
    stages[0].modules[1].parts[0].turn = "all_in";
    const tokens = await prepare(server, { id, competitors: 1, more: { stages, signing: { by: "drawn" } } });
    for (const [part, seat] of SEATS.slice(0, 3)) await must("PUT", sheetPath("c001", part, seat, id), { token: tokens[`judge-${seat}`], body: part === "w-theory" ? theory("70") : practice("40", "20") });
    await signSeat(id, tokens, "w-practice", "J1");
    const other = await server.call("GET", `${base(id)}/pages?skill=welder&part=w-practice&seat=J1`, { token: tokens["judge-J2"] });
    assert.equal(other.status, 403);
    assert.match((await act(id, { act: "check", stage: "final" })).json.detail, /还差评分表（1）：A1 实操 J3/);
    await must("PUT", sheetPath("c001", "w-practice", "J3", id), { token: tokens["judge-J3"], body: practice("41", "20") });
    assert.equal((await stateOf(id)).J1, "signed"); // the turn moves no mark of his
    for (const [part, seat] of SEATS) if (seat !== "J1") await signSeat(id, tokens, part, seat);
    await good(id, { act: "check", stage: "final" });
    const chief = async () => good(id, { act: "sign", stage: "final", role: "chief", code: (await pageOf(id, { stage: "final" })).code, drawing: { typed: "裁判长" } });
    await chief();
    await good(id, { act: "lock", stage: "final" });
    await good(id, { act: "reopen", part: "w-practice", competitor: "c001", seat: "J2", reason: "抄分有误" });
    assert.deepEqual(await stateOf(id), { K: "signed", J1: "signed", J2: "reopened", J3: "signed", chief: "reopened" });
    const { headers } = await server.call("GET", sheetPath("c001", "w-practice", "J2", id));
    await must("PUT", sheetPath("c001", "w-practice", "J2", id), { token: tokens["judge-J2"], body: because(practice("44", "20")), headers: { "If-Match": headers.get("etag") } }, 200);
    await signSeat(id, tokens, "w-practice", "J2");
    await good(id, { act: "check", stage: "final" });
    await chief();
    await good(id, { act: "lock", stage: "final" });
    assert.equal((await publish(id)).status, 201);
  });
});

describe("the competitor", () => {
  test("signs on the clerk's page what the seats have given him, or refuses with a witness; his hand is not shown before his name", async () => {
    const id = "slips";
    const { stages } = definition(id).skills[0];
    stages[0].modules[1].parts[0].competitor_signs = true;
    const tokens = await prepare(server, { id, competitors: 2, more: { stages, exposure: { before: "code", after: "name" }, signing: { by: "drawn" } } });
    for (const who of ["c001", "c002"]) for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath(who, "w-practice", seat, id), { token: tokens[`judge-${seat}`], body: practice("40", "20") });
    await must("POST", "/api/v1/accounts", { body: { login: "slips", name: "录入员", password: "correct horse", grants: [{ role: "clerk", competition: id, skills: ["welder"] }] } });
    const page = await open("/console.html");
    await page.getByTestId("login").fill("slips");
    await page.getByTestId("password").fill("correct horse");
    await page.getByTestId("sign-in").click();
    await page.getByTestId("tab-signing").click();
    const rows = page.locator("[data-testid=signature][data-role=competitor]");
    await rows.first().getByTestId("draw").click();
    await page.getByTestId("ink-says").filter({ hasText: "选手 A1 签字确认：在“实操”中得到的 3 张评分表、共 6 个分数" }).waitFor();
    assert.equal(/选手\d/.test(await page.getByTestId("ink-table").innerText()), false);
    await axe(page, "slip");
    await page.getByTestId("ink-type").click();
    await page.getByTestId("ink-name").fill("选手一");
    await page.getByTestId("ink-sign").click();
    await rows.first().and(page.locator("[data-state=signed]")).getByTestId("ink-see").click();
    await page.getByTestId("drawing-gone").waitFor();
    await rows.nth(1).getByTestId("draw").click();
    await page.getByTestId("refusal").click();
    assert.equal(await page.getByTestId("refuse").isDisabled(), true);
    await page.getByTestId("refuse-witness").selectOption("judge-K");
    await page.getByTestId("refuse-reason").fill("认为用时记错");
    await axe(page, "refusal");
    await page.getByTestId("refuse").click();
    await rows.nth(1).filter({ hasText: "选手拒签，有见证人" }).filter({ hasText: "理由：认为用时记错；见证人：裁判K" }).waitFor();
    await axe(page, "slips signed");
    const { last } = (await stageOf(id)).signatures.find((each) => each.competitor === "c001");
    const closed = await server.call("GET", `${base(id)}/skills/welder/signings/${last.number}/drawing`);
    assert.deepEqual([closed.status, closed.json.type], [403, "/problems/drawing-closed"]);
    await page.context().close();
  });
});
