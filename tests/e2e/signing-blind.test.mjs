// Sign-off beside blind codes, trial sheets, closed cards and reopened sheets; the competitor's own signature, or his refusal.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chromium } from "playwright-core";
import { axe, because, definition, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

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

async function open(path) {
  const page = await (await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 800 } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}

describe("behind blind codes", () => {
  const id = "blind";
  let tokens;
  let codes;

  before(async () => {
    tokens = await prepare(server, { id, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" }, signing: { by: "drawn" } } });
    await must("POST", `${base(id)}/codes/welder/entry/cards`, { body: { salt: salt() } });
    for (const { id: competitor } of roster(3)) await must("POST", `${base(id)}/check-in`, { body: { competitor, state: "present" } });
    const { links } = await must("POST", `${base(id)}/codes/welder/entry/table`, { body: { salt: salt() } });
    codes = Object.fromEntries(links);
    const { competitors } = await must("GET", `${base(id)}/roster`, { token: tokens["judge-K"] }, 200);
    for (const [at, who] of ["c001", "c002", "c003"].entries()) {
      const work = competitors.find(({ code }) => code === codes[who]).id;
      for (const [part, seat] of SEATS) await must("PUT", sheetPath(work, part, seat, id), { token: tokens[`judge-${seat}`], body: part === "w-theory" ? theory(String(70 + at)) : practice(String(40 + at), "20") });
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
