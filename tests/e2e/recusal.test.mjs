// A judge's own recusal: for himself alone, never lifted by him; whom codes hide he names, and no answer tells whether that person
// is there. At the opening his mark is struck, and shown so.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chromium } from "playwright-core";
import { axe, BINARY, definition, fits, isProblem, journalOf, practice, prepare, roster, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const SIZES = [{ width: 1280, height: 800 }, { width: 800, height: 1280 }, { width: 390, height: 844 }];
const faults = [];
let server, browser;
before(async () => {
  server = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser.close();
  assert.deepEqual(faults, []);
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const base = (id) => `/api/v1/competitions/${id}`;
const salt = () => randomBytes(32).toString("hex");
const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const own = (id, token, body, options = {}) => server.call("POST", `${base(id)}/recusals/own`, { token, body, ...options });
const mine = (id, token) => must("GET", `${base(id)}/recusals/own`, { token }, 200);
const struck = async (id, who) => (await must("GET", `${base(id)}/explanations/${who}`, {}, 200)).struck ?? [];
const verify = () => spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });

async function open(path, locale = "zh-CN") {
  const page = await (await browser.newContext({ locale, viewport: SIZES[2] })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}

const look = (page, name) => fits(page, name, SIZES, SIZES[2]);

describe("a technical seat is recused by appointment", () => {
  const [PART, MEASURED] = ["w-practice", { declared: { deduction: "1.5" } }];
  const put = (id, token, who = "c001", body = MEASURED, options = {}) => server.call("PUT", sheetPath(who, PART, "T", id), { token, body, ...options });
  const recuse = (id, more) => server.call("POST", `${base(id)}/recusals`, { body: { judge: "tech", competitors: ["c001"], why: "kinship", ...more } });
  async function technical(id, people, more = {}) {
    const [{ stages }] = definition(id).skills;
    Object.assign(stages[0].modules[1].parts[0], { technical: "T", declares: ["deduction"] });
    const judges = await prepare(server, { id, competitors: 2, more: { stages, ...more } });
    return { ...judges, ...await give(id, people) };
  }
  async function give(id, people) {
    const judges = people.map((each) => ({ id: each, name: `技术${each}`, role: "technical", seats: [{ skill: "*", seat: "T" }] }));
    const { judges: made } = await must("POST", `${base(id)}/judges`, { body: { judges } });
    return Object.fromEntries(made.map((each) => [each.id, each.token]));
  }

  test("not before somebody else holds the seat: nobody would measure, and each is told what to do", async () => {
    const id = "alone";
    const { tech } = await technical(id, ["tech"]);
    isProblem(await recuse(id), 409, "recusal-technical");
    isProblem(await own(id, tech, { competitors: ["c001"], why: "kinship" }), 409, "recusal-technical");
    const english = await server.call("POST", `${base(id)}/recusals`, { body: { judge: "tech", competitors: ["c001"], why: "kinship" }, headers: { "Accept-Language": "en" } });
    assert.match(english.json.detail, /give the seat to one more person/);
    assert.deepEqual((await must("GET", `${base(id)}/recusals`, {}, 200)).recusals, []);
    assert.equal((await put(id, tech)).status, 201);
  });

  test("then he is refused that sheet with words, who was appointed writes it, and lifting gives it back", async () => {
    const id = "appointed";
    const { tech, spare } = await technical(id, ["tech", "spare"]);
    assert.equal((await recuse(id)).status, 201);
    isProblem(await put(id, tech), 422, "technical-recused");
    const { json } = await put(id, tech, "c001", MEASURED, { headers: { "Accept-Language": "en" } });
    assert.match(json.detail, /give the figures to the other person who holds the seat/);
    assert.equal((await put(id, tech, "c002")).status, 201);
    const written = await put(id, spare);
    assert.equal(written.status, 201);
    assert.equal((await must("GET", sheetPath("c001", PART, "T", id), {}, 200)).by, "spare");
    assert.equal((await recuse(id, { lifted: true })).status, 201);
    const again = await put(id, tech, "c001", { ...MEASURED, reason: "复核" }, { headers: { "If-Match": written.headers.get("etag") } });
    assert.equal(again.status, 200, again.raw);
  });

  test("the last two who hold it are not both recused from one competitor", async () => {
    const id = "both";
    await technical(id, ["tech", "spare"]);
    assert.equal((await recuse(id)).status, 201);
    isProblem(await recuse(id, { judge: "spare" }), 409, "recusal-technical");
    assert.equal((await recuse(id, { judge: "spare", competitors: ["c002"] })).status, 201);
  });

  test("of both at once one is kept, and asking again with its key gives its receipt", async () => {
    const id = "race";
    await technical(id, ["tech", "spare"]);
    const keys = { tech: uuid7(), spare: uuid7() };
    const ask = (judge) => server.call("POST", `${base(id)}/recusals`, { body: { judge, competitors: ["c001"], why: "kinship" }, key: keys[judge] });
    const answers = await Promise.all([ask("tech"), ask("spare")]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
    const won = answers[0].status === 201 ? "tech" : "spare";
    isProblem(answers.find(({ status }) => status === 409), 409, "recusal-technical");
    assert.deepEqual((await ask(won)).json, answers.find(({ status }) => status === 201).json);
  });

  test("nobody is substituted for the seat who is recused from whom he would have to measure", async () => {
    const id = "instead";
    await technical(id, ["tech", "spare"]);
    assert.equal((await recuse(id)).status, 201);
    const substitute = (to) => server.call("POST", `${base(id)}/panels/substitutions`, { body: { skill: "welder", seat: "T", to, reason: "生病" } });
    isProblem(await substitute("tech"), 409, "substitute-recused");
    assert.equal((await substitute("spare")).status, 201);
  });

  test("of a recusal and a substitution at once that would leave nobody, one is kept", async () => {
    const id = "atonce";
    await technical(id, ["tech", "spare"]);
    const substitution = { skill: "welder", seat: "T", to: "spare", reason: "生病" };
    const [recused, instead] = await Promise.all([recuse(id, { judge: "spare" }), server.call("POST", `${base(id)}/panels/substitutions`, { body: substitution })]);
    assert.deepEqual([recused.status, instead.status].sort(), [201, 409], `${recused.raw} ${instead.raw}`);
  });

  test("what he measured before is no opinion: it counts, nothing is struck, and he changes it no more", async () => {
    const id = "measured";
    const { tech, spare, ...judges } = await technical(id, ["tech", "spare"]);
    const first = await put(id, tech);
    for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath("c001", PART, seat, id), { token: judges[`judge-${seat}`], body: practice("40", "20") });
    const before = await must("GET", `${base(id)}/explanations/c001`, {}, 200);
    assert.equal((await recuse(id)).status, 201);
    const after = await must("GET", `${base(id)}/explanations/c001`, {}, 200);
    assert.deepEqual([after.struck ?? [], after.stages], [[], before.stages]);
    const change = (token) => put(id, token, "c001", { declared: { deduction: "2" }, reason: "复核" }, { headers: { "If-Match": first.headers.get("etag") } });
    isProblem(await change(tech), 422, "technical-recused");
    assert.equal((await change(spare)).status, 200);
  });

  test("on a tablet that both hold it is written by the one who may, and in a batch each item has its own answer", async () => {
    const id = "shared";
    const { tech } = await technical(id, ["tech", "spare"]);
    assert.equal((await recuse(id)).status, 201);
    const item = (competitor) => ({ key: uuid7(), part: PART, competitor, seat: "T", body: MEASURED });
    const { results } = await must("POST", `${base(id)}/sheets`, { token: tech, body: { sheets: [item("c001"), item("c002")] } }, 200);
    assert.deepEqual(results.map(({ status, problem }) => [status, problem?.type]), [[422, "/problems/technical-recused"], [201, undefined]]);
    const grants = ["tech", "spare"].map((judge) => ({ role: "technical", judge }));
    const { token } = await must("POST", `${base(id)}/devices`, { body: { grants } });
    assert.equal((await put(id, token)).status, 201);
    assert.equal((await must("GET", sheetPath("c001", PART, "T", id), {}, 200)).by, "spare");
  });

  test("behind codes he records every work as ever, and it counts when they are opened", async () => {
    const id = "veiled";
    const { tech, ...judges } = await technical(id, ["tech"], { blind: ["entry"], exposure: { before: "code", after: "name" } });
    for (const { id: competitor } of roster(2)) await must("POST", `${base(id)}/check-in`, { body: { competitor, state: "present" } });
    const { cards } = await must("POST", `${base(id)}/codes/welder/entry/cards`, { body: { salt: salt() } });
    await must("POST", `${base(id)}/codes/welder/entry/table`, { body: { salt: salt() } });
    const { competitors: works } = await must("GET", `${base(id)}/roster`, { token: tech }, 200);
    assert.equal((await own(id, tech, { person: { name: "选手1" }, why: "kinship" })).status, 201);
    for (const work of works) {
      assert.equal((await put(id, tech, work.id)).status, 201);
      await must("PUT", sheetPath(work.id, "w-theory", "K", id), { token: judges["judge-K"], body: theory("70") });
      for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath(work.id, PART, seat, id), { token: judges[`judge-${seat}`], body: practice("40", "20") });
    }
    await must("POST", `${base(id)}/codes/welder/entry/opening`, { body: { cards: cards.slice(0, 2).map(({ code }) => code) } });
    assert.deepEqual([await struck(id, "c001"), (await must("GET", sheetPath("c001", PART, "T", id), {}, 200)).by], [[], "tech"]);
    assert.deepEqual((await mine(id, tech)).recusals.map(({ competitor }) => competitor), ["c001"]);
    assert.equal(verify().status, 0);
  });

  test("on his page he declares it and the competitor leaves his tasks", async () => {
    const id = "techpage";
    const { tech } = await technical(id, ["tech", "spare"]);
    const page = await open(`/judge.html?c=${id}#token=${tech}`);
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor();
    await page.getByTestId("recuse-open").click();
    await page.getByTestId("recuse").filter({ hasText: "已经记下的计量、计时仍然算数" }).waitFor();
    await page.getByTestId("recuse-who").selectOption("c002");
    await look(page, "recuse-technical");
    await page.getByTestId("recuse-next").click();
    await page.getByTestId("recuse-go").click();
    await page.getByTestId("recuse-done").waitFor();
    await page.getByTestId("recuse-close").click();
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor({ state: "detached" });
    assert.equal(await page.locator("[data-testid=task][data-competitor=c001]").count(), 1);
    await page.context().close();
  });

  test("in the console the organiser appoints one more to the seat, and the recusal stands at once", async () => {
    const id = "techconsole";
    const { tech } = await technical(id, ["tech"]);
    const page = await open(`/console.html?c=${id}#token=${server.token}`);
    await page.getByTestId("tab-muster").waitFor();
    await page.locator("select.pick").selectOption(id);
    await page.getByTestId("tab-muster").click();
    await page.getByTestId("muster-recusals").click();
    await page.getByTestId("recusal-judge").selectOption("tech");
    await page.getByTestId("recusal-competitor").selectOption("c001");
    await page.getByTestId("recusal-go").click();
    await page.getByTestId("recusal-appoint").waitFor();
    await page.getByTestId("recusal-appoint-name").fill("赵六");
    await look(page, "recusal-appoint");
    await page.getByTestId("recusal-appoint-go").click();
    await page.getByTestId("recusal").filter({ hasText: "技术tech" }).filter({ hasText: "选手1" }).waitFor();
    const link = await page.getByTestId("recusal-appointed").filter({ hasText: "赵六" }).locator("input").inputValue();
    await look(page, "recusal-appointed");
    await page.context().close();
    isProblem(await put(id, tech), 422, "technical-recused");
    assert.equal((await put(id, decodeURIComponent(link.split("#token=")[1]))).status, 201);
  });
});

describe("where competitors are marked by name", () => {
  const id = "named";
  let tokens;
  before(async () => {
    tokens = await prepare(server, { id, competitors: 2 });
    for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath("c001", "w-practice", seat, id), { token: tokens[`judge-${seat}`], body: practice("40", "20") });
  });

  test("a judge chooses whom he does not mark: what he gave is struck, and he gives no more", async () => {
    assert.equal((await own(id, tokens["judge-J1"], { competitors: ["c001", "c002"], why: "kinship" })).status, 201);
    assert.deepEqual((await struck(id, "c001")).map(({ part, seat }) => [part, seat]), [["w-practice", "J1"]]);
    isProblem(await server.call("PUT", sheetPath("c002", "w-practice", "J1", id), { token: tokens["judge-J1"], body: practice("40", "20") }), 422, "seat-excused");
    const { recusals, declared } = await mine(id, tokens["judge-J1"]);
    assert.deepEqual([recusals.map((each) => [each.competitor, each.why, each.lifted]), declared], [[["c001", "kinship", false], ["c002", "kinship", false]], []]);
    assert.deepEqual((await mine(id, tokens["judge-J2"])).recusals, []);
    const { by } = (await must("GET", `${base(id)}/recusals`, {}, 200)).recusals[0];
    assert.equal(by, "judge-J1");
  });

  test("he neither lifts it nor declares for another, and nobody declares for him", async () => {
    const token = tokens["judge-J1"];
    const one = { competitors: ["c001"], why: "kinship" };
    isProblem(await own(id, token, { ...one, lifted: true }), 422, "unknown-field", "/lifted");
    isProblem(await own(id, token, { ...one, judge: "judge-J2" }), 403, "not-your-seat");
    isProblem(await server.call("POST", `${base(id)}/recusals`, { token, body: { ...one, judge: "judge-J1", lifted: true } }), 403, "not-allowed");
    for (const other of [server.token, null]) assert.ok([401, 403].includes((await own(id, other, one)).status));
    assert.deepEqual((await must("GET", `${base(id)}/recusals`, {}, 200)).recusals.length, 2);
  });

  test("a person is not named where the list shows who competes, and a mistake is told where it stands", async () => {
    const token = tokens["judge-J2"];
    isProblem(await own(id, token, { person: { name: "选手1" }, why: "kinship" }), 409, "recusal-listed");
    isProblem(await own(id, token, { why: "kinship" }), 422, "missing-field", "/person");
    isProblem(await own(id, token, { person: {}, why: "kinship" }), 422, "missing-field", "/person/name");
    isProblem(await own(id, token, { person: { name: "甲" }, competitors: ["c001"], why: "kinship" }), 422, "unknown-field", "/competitors");
    isProblem(await own(id, token, { competitors: ["nobody"], why: "kinship" }), 404, "unknown-competitor", "/competitors/0");
  });

  test("a tablet that serves several judges says whose it is, and speaks for those alone", async () => {
    const grants = ["J2", "J3"].map((seat) => ({ role: "judge", judge: `judge-${seat}` }));
    const { token } = await must("POST", `${base(id)}/devices`, { body: { grants } });
    const one = { competitors: ["c002"], why: "teacher" };
    isProblem(await own(id, token, one), 422, "missing-field", "/judge");
    isProblem(await own(id, token, { ...one, judge: "judge-J1" }), 403, "not-your-seat");
    assert.equal((await own(id, token, { ...one, judge: "judge-J3" })).status, 201);
    assert.deepEqual((await mine(id, tokens["judge-J3"])).recusals.map(({ competitor }) => competitor), ["c002"]);
  });

  test("what has been signed and locked stays shut to it", async () => {
    const locked = "locked";
    const judges = await prepare(server, { id: locked, competitors: 1, more: { signing: { by: "ink" } } });
    const seats = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]];
    for (const [part, seat] of seats) await must("PUT", sheetPath("c001", part, seat, locked), { token: judges[`judge-${seat}`], body: part === "w-theory" ? theory("70") : practice("40", "20") });
    const act = (body) => must("POST", `${base(locked)}/skills/welder/signings`, { body });
    const codeOf = async (query) => (await must("GET", `${base(locked)}/pages?skill=welder&${new URLSearchParams(query)}`, {}, 200)).code;
    await act({ act: "check", stage: "final" });
    for (const [part, seat] of seats) await act({ act: "sign", part, seat, role: "judge", code: await codeOf({ part, seat }) });
    await act({ act: "sign", stage: "final", role: "chief", code: await codeOf({ stage: "final" }) });
    await act({ act: "lock", stage: "final" });
    isProblem(await own(locked, judges["judge-J1"], { competitors: ["c001"], why: "other" }), 409, "stage-locked");
    // Nor does the chief judge strike what was signed: he opens the stage again first, and says why.
    const chiefs = (judge) => server.call("POST", `${base(locked)}/recusals`, { body: { judge, competitors: ["c001"], why: "kinship" } });
    const isLocked = async () => (await must("GET", `${base(locked)}/gates?skill=welder`, {}, 200)).stages[0].shut;
    isProblem(await chiefs("judge-J1"), 409, "stage-locked");
    assert.equal(await isLocked(), true);
    await must("POST", `${base(locked)}/judges`, { body: { judges: [{ id: "spare", name: "候补", seats: [] }] } });
    assert.equal((await chiefs("spare")).status, 201); // he has given nothing, so that nothing is struck
    assert.equal(await isLocked(), true);
    await act({ act: "reopen", stage: "final", reason: "J1 是选手的亲属" });
    assert.equal((await chiefs("judge-J1")).status, 201);
    assert.equal(await isLocked(), false);
  });
});

describe("behind codes", () => {
  const id = "hidden";
  let tokens, cards, works;
  const name = (token, person, options) => own(id, token, { person, why: "kinship" }, options);
  before(async () => {
    tokens = await prepare(server, { id, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" } } });
    for (const { id: competitor } of roster(3)) await must("POST", `${base(id)}/check-in`, { body: { competitor, state: "present" } });
    cards = (await must("POST", `${base(id)}/codes/welder/entry/cards`, { body: { salt: salt() } })).cards.map(({ code }) => code);
    const { links } = await must("POST", `${base(id)}/codes/welder/entry/table`, { body: { salt: salt() } });
    const { competitors } = await must("GET", `${base(id)}/roster`, { token: tokens["judge-K"] }, 200);
    works = Object.fromEntries(links.map(([who, code]) => [who, competitors.find((each) => each.code === code).id]));
  });

  // All that an answer says but the journal's number, time and digests, which differ between any two.
  const shape = ({ status, raw, headers }) => [status, raw.replace(/sha-256:[0-9a-f]{64}/g, "digest").replace(/"number":\d+/, "number").replace(/"time":"[^"]*"/, "time"),
    [...headers].filter(([key]) => !["date", "content-length"].includes(key))];

  test("the answer is the same whether such a person competes or not, and however often it is asked", async () => {
    const token = tokens["judge-J1"];
    const there = [await name(token, { name: "选手2" }), await name(token, { name: " 选手 2 " }), await name(token, { name: "选手2", delegation: "别的写法" })];
    const nobody = [await name(token, { name: "无此人" }), await name(token, { name: "无此人" }), await name(token, { delegation: "无此单位" })];
    for (const answer of [...there, ...nobody]) {
      assert.equal(answer.status, 201, answer.raw);
      assert.deepEqual(shape(answer), shape(nobody[0]));
    }
    const { recusals, declared } = await mine(id, token);
    assert.deepEqual([recusals, declared.map(({ why }) => why)], [[], Array(6).fill("kinship")]);
    assert.deepEqual(new Set(declared.map((each) => Object.keys(each).join())), new Set(["number,at,judge,why"]));
  });

  test("an id that codes hide is nobody's, and the same request again is answered with its receipt", async () => {
    const token = tokens["judge-J2"];
    const [known, unknown] = [await own(id, token, { competitors: ["c001"], why: "other" }), await own(id, token, { competitors: ["c999"], why: "other" })];
    assert.deepEqual([known.status, known.raw], [unknown.status, unknown.raw]);
    const key = uuid7();
    const [first, again] = [await name(token, { name: "无此人" }, { key }), await name(token, { name: "无此人" }, { key })];
    assert.deepEqual([first.status, again.status, again.json], [201, 200, first.json]);
    isProblem(await name(token, { name: "选手3" }, { key }), 422, "idempotency-key-reused");
  });

  test("the journal and its digests name no person; who decides about recusals sees who was meant", async () => {
    const entries = (await journalOf(server, id)).filter(({ body }) => body.includes('"act":"recuse"'));
    assert.equal(entries.length, 7);
    assert.ok(entries.every(({ entry }) => entry.startsWith("5 ") && !/选手|无此/.test(entry)));
    const { recusals, declared } = await must("GET", `${base(id)}/recusals`, {}, 200);
    assert.deepEqual([...new Set(recusals.map(({ competitor }) => competitor))], ["c002"]);
    assert.deepEqual(declared.map(({ meant }) => meant), [1, 1, 1, 0, 0, 0, 0]);
    const person = (at) => must("GET", `${base(id)}/recusals/${declared[at].number}/person`, {}, 200);
    assert.deepEqual([await person(2), await person(5)], [{ name: "选手2", delegation: "别的写法" }, { name: "", delegation: "无此单位" }]);
    assert.equal((await server.call("GET", `${base(id)}/recusals/${declared[0].number}/person`, { token: tokens["judge-J1"] })).status, 403);
    isProblem(await server.call("GET", `${base(id)}/recusals/1/person`), 404, "not-found");
  });

  test("he goes on marking every work, and at the opening his mark of that person is struck", async () => {
    for (const [part, seat] of [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]]) {
      for (const work of Object.values(works)) await must("PUT", sheetPath(work, part, seat, id), { token: tokens[`judge-${seat}`], body: part === "w-theory" ? theory("70") : practice("40", "20") });
    }
    assert.deepEqual((await mine(id, tokens["judge-J1"])).recusals, []);
    await must("POST", `${base(id)}/codes/welder/entry/opening`, { body: { cards: cards.slice(0, 2) } });
    assert.deepEqual(await Promise.all(["c001", "c002", "c003"].map(async (who) => (await struck(id, who)).map(({ seat }) => seat))), [[], ["J1"], []]);
    assert.deepEqual([...new Set((await mine(id, tokens["judge-J1"])).recusals.map(({ competitor }) => competitor))], ["c002"]);
    isProblem(await name(tokens["judge-J2"], { name: "选手1" }), 409, "recusal-listed");
  });

  test("everybody of a unit may be meant, and verify recounts it all", async () => {
    const unit = "unit";
    const judges = await prepare(server, { id: unit, competitors: 3, more: { blind: ["entry"], exposure: { before: "code", after: "name" } } });
    assert.equal((await own(unit, judges["judge-K"], { person: { delegation: "示例 单位" }, why: "same_unit" })).status, 201);
    assert.deepEqual((await must("GET", `${base(unit)}/recusals`, {}, 200)).recusals.map(({ competitor }) => competitor), ["c001", "c002", "c003"]);
    const said = verify();
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });
});

describe("on the judge's page", () => {
  test("he chooses from the list, is told what it means, confirms, and the competitor leaves his tasks", async () => {
    const id = "page";
    const tokens = await prepare(server, { id, competitors: 2 });
    const page = await open(`/judge.html?c=${id}#token=${tokens["judge-J1"]}`);
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor();
    await page.getByTestId("recuse-open").click();
    await page.locator("[data-testid=recuse][data-hidden=false]").waitFor();
    assert.equal(await page.getByTestId("recuse-next").isDisabled(), true);
    await page.getByTestId("recuse-who").selectOption("c002");
    await page.getByTestId("recuse-why").selectOption("teacher");
    await look(page, "recuse-named");
    await page.getByTestId("recuse-next").click();
    await page.getByTestId("recuse-ask").filter({ hasText: "您申报回避“选手2”（师生）" }).waitFor();
    await axe(page, "recuse-ask");
    await page.getByTestId("recuse-go").click();
    await page.getByTestId("recuse-done").waitFor();
    await page.getByTestId("recused").filter({ hasText: "选手2" }).waitFor();
    await page.getByTestId("recuse-close").click();
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor({ state: "detached" });
    assert.equal(await page.locator("[data-testid=task][data-competitor=c001]").count(), 1);
    await page.reload();
    await page.locator("[data-testid=task][data-competitor=c001]").waitFor();
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("behind codes he writes whom he is related to, and all works stay his to mark; the console shows who was meant", async () => {
    const id = "codes";
    const tokens = await prepare(server, { id, competitors: 2, more: { blind: ["entry"], exposure: { before: "code", after: "name" } } });
    for (const { id: competitor } of roster(2)) await must("POST", `${base(id)}/check-in`, { body: { competitor, state: "present" } });
    await must("POST", `${base(id)}/codes/welder/entry/cards`, { body: { salt: salt() } });
    await must("POST", `${base(id)}/codes/welder/entry/table`, { body: { salt: salt() } });
    const page = await open(`/judge.html?c=${id}#token=${tokens["judge-J1"]}`, "en");
    await page.getByTestId("task").nth(1).waitFor();
    await page.getByTestId("recuse-open").click();
    await page.locator("[data-testid=recuse][data-hidden=true]").waitFor();
    for (const [name, unit] of [["选手1", ""], ["王五", "别的单位"]]) {
      await page.getByTestId("recuse-name").fill(name);
      await page.getByTestId("recuse-unit").fill(unit);
      if (unit === "") await look(page, "recuse-hidden");
      await page.getByTestId("recuse-next").click();
      await page.getByTestId("recuse-ask").filter({ hasText: `You declare that you are related to “${[name, unit].filter(Boolean).join(" · ")}”` }).waitFor();
      await page.getByTestId("recuse-go").click();
      await page.getByTestId("recuse-done").waitFor();
    }
    await page.getByTestId("recused").nth(1).waitFor();
    assert.deepEqual(await page.getByTestId("recused").locator("strong").allInnerTexts(), Array(2).fill("By name or unit"));
    await page.getByTestId("recuse-close").click();
    assert.equal(await page.getByTestId("task").count(), 2);
    await page.context().close();
    const console_ = await open(`/console.html?c=${id}#token=${server.token}`);
    await console_.getByTestId("tab-muster").waitFor();
    await console_.locator("select.pick").selectOption(id);
    await console_.getByTestId("tab-muster").click();
    await console_.getByTestId("muster-recusals").click();
    await console_.getByTestId("declared").filter({ hasText: "裁判J1 → 王五 · 别的单位" }).filter({ hasText: "名单中没有对上" }).waitFor();
    await console_.getByTestId("recusal").filter({ hasText: "选手1" }).filter({ hasText: "本人申报" }).waitFor();
    await console_.setViewportSize(SIZES[0]);
    await axe(console_, "recusals-console");
    await console_.context().close();
  });
});
