// The page of the rules: a scheme is edited with the server looking over every step, what moves is seen before it is applied, and what
// the rules make impossible is named where it stands.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { definition, fits, practice, prepare, seenRules, serve, sheetPath, theory } from "./lib.mjs";

const DESK = { width: 1280, height: 800 };
const SIZES = [{ width: 390, height: 844 }, { width: 800, height: 1280 }];
const RULES = "/api/v1/competitions/small/rules";
const AT = "/skills/0/stages/0/modules/0";
const PAPER = `${AT}/parts/0/aspects/0`;
let server;
let browser;
const faults = [];

before(async () => {
  server = await serve();
  const tokens = await prepare(server, { competitors: 2 });
  for (const [who, paper, work] of [["c001", "90", "25"], ["c002", "60", "40"]]) {
    assert.equal((await server.call("PUT", sheetPath(who, "w-theory", "K"), { body: theory(paper), token: tokens["judge-K"] })).status, 201);
    for (const seat of ["J1", "J2", "J3"]) assert.equal((await server.call("PUT", sheetPath(who, "w-practice", seat), { body: practice(work, "30"), token: tokens[`judge-${seat}`] })).status, 201);
  }
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  server.remove();
});

async function open(t, locale = "zh-CN") {
  const context = await browser.newContext({ locale, viewport: DESK });
  t.after(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${server.url}/console.html?c=small#token=${server.token}`);
  await page.getByTestId("tab-rules").click();
  await page.locator(`[data-at="${AT}/weight"]`).waitFor();
  return page;
}

async function type(page, at, value) {
  const field = page.locator(`[data-at="${at}"]`);
  await field.fill(value);
  await field.press("Tab");
}

describe("the page of the rules", () => {
  test("says what moves before a change is applied with its reason, and lists the version", async (t) => {
    const page = await open(t);
    await type(page, `${AT}/weight`, "70%");
    await page.getByTestId("rules-wrong").waitFor(); // 70 % and 70 %
    const sum = page.locator('[data-testid=rules-fault][data-pointer="/skills/0/stages/0/modules"]');
    assert.match(await sum.innerText(), /权重/);
    await type(page, "/skills/0/stages/0/modules/1/weight", "30%");
    const moves = page.getByTestId("rules-moves");
    await moves.filter({ hasText: "选手1" }).waitFor();
    assert.match(await moves.innerText(), /选手1[\s\S]*第 2 名 · 65\.5[\s\S]*第 1 名 · 79\.5/);
    await fits(page, "rules-moves", SIZES, DESK);
    assert.equal(await page.getByTestId("rules-go").isDisabled(), true, "not without a reason");
    await page.getByTestId("rules-reason").fill("权重写反");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-same").filter({ hasText: "已生效" }).waitFor();
    await page.getByTestId("rules-version").filter({ hasText: "权重写反" }).waitFor();
    const { versions } = (await server.call("GET", RULES)).json;
    assert.equal(versions.at(-1).reason, "权重写反");
  });

  test("applies once when an answer is lost and it is pressed again, and what comes meanwhile is kept as a change", async (t) => {
    const page = await open(t);
    const before = (await server.call("GET", RULES)).json.versions.length;
    await type(page, `${PAPER}/max`, "110");
    await page.getByTestId("rules-reason").fill("满分 110");
    let hold;
    const held = new Promise((resolve) => { hold = resolve; });
    const met = [];
    await page.route((url) => url.pathname === RULES && url.search === "", async (route) => {
      if (route.request().method() !== "PUT") return route.continue();
      const response = await route.fetch();
      met.push([response.status(), route.request().headers()["idempotency-key"]]);
      if (met.length === 1) return route.abort();
      await held;
      return route.fulfill({ response });
    });
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-apply").getByRole("alert").waitFor();
    await page.getByTestId("rules-go").click();
    await page.locator("[inert]").first().waitFor({ state: "attached" });
    const rules = (await server.call("GET", "/api/v1/competitions/small")).json.definition;
    rules.skills[0].stages[0].modules[0].parts[0].aspects[0].max = "120";
    await page.getByTestId("rules-file").setInputFiles({ name: "r.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(rules)) });
    await page.waitForFunction((at) => document.querySelector(`[data-at="${at}"]`)?.value === "120", `${PAPER}/max`);
    hold();
    await page.locator("[inert]").waitFor({ state: "detached" });
    assert.deepEqual(met.map(([status]) => status), [201, 200]);
    assert.equal(met[0][1], met[1][1]);
    assert.equal((await server.call("GET", RULES)).json.versions.length, before + 1);
    assert.equal(await page.locator(`[data-at="${PAPER}/max"]`).inputValue(), "120");
    await type(page, `${PAPER}/max`, "100");
    await page.getByTestId("rules-reason").fill("仍为 100");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "仍为 100" }).waitFor();
  });

  test("makes a seat a group's: 2 to 9 people, one more or no number is refused at the field, and blank is one again", async (t) => {
    const page = await open(t);
    const part = "/skills/0/stages/0/modules/1/parts/0";
    const fault = page.locator(`[data-testid=rules-fault][data-pointer="${part}/members"]`);
    for (const wrong of ["10", "1", "三"]) {
      await type(page, `${part}/members`, wrong);
      await fault.waitFor();
      await type(page, `${part}/members`, "");
      await fault.waitFor({ state: "detached" });
    }
    await type(page, `${part}/members`, "９"); // full width, as a Chinese keyboard writes it
    await page.getByTestId("rules-reason").fill("九人一组");
    await fits(page, "rules-members", SIZES, DESK);
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "九人一组" }).waitFor();
    const partOf = async () => (await server.call("GET", "/api/v1/competitions/small")).json.definition.skills[0].stages[0].modules[1].parts[0];
    assert.equal((await partOf()).members, 9);
    await type(page, `${part}/members`, "");
    await page.getByTestId("rules-reason").fill("一人一席");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "一人一席" }).waitFor();
    assert.equal("members" in (await partOf()), false);
  });

  test("shows a fault at its field, and goes back and forth step by step", async (t) => {
    const page = await open(t, "en");
    await type(page, `${PAPER}/max`, "-5");
    const fault = page.locator(`[data-testid=rules-fault][data-pointer^="${PAPER}"]`).first();
    await fault.waitFor();
    await fits(page, "rules-fault-en", SIZES, DESK);
    await page.getByTestId("rules-undo").click();
    await fault.waitFor({ state: "detached" });
    assert.equal(await page.locator(`[data-at="${PAPER}/max"]`).inputValue(), "100");
    await page.getByTestId("rules-redo").click();
    await fault.waitFor();
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-same").waitFor();
    await page.getByTestId("rules-add").first().click();
    await page.locator("[data-testid=rules-aspect][data-aspect=a2]").waitFor();
    await page.locator("[data-testid=rules-aspect][data-aspect=a2]").getByTestId("rules-drop").click();
    await page.getByTestId("rules-same").waitFor();
  });

  test("names the sheets that a file's rules make impossible, and sets them aside only when that was agreed to", async (t) => {
    const page = await open(t);
    const rules = (await server.call("GET", "/api/v1/competitions/small")).json.definition;
    rules.skills[0].stages[0].modules[0].parts[0].aspects[0].max = "80";
    await page.getByTestId("rules-file").setInputFiles({ name: "r.json", mimeType: "application/json", buffer: Buffer.from("{]") });
    await page.getByTestId("rules-unread").waitFor();
    await page.getByTestId("rules-file").setInputFiles({ name: "r.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(rules)) });
    await page.getByTestId("rules-impossible").filter({ hasText: "选手1" }).waitFor();
    await fits(page, "rules-impossible", SIZES, DESK);
    await page.getByTestId("rules-reason").fill("满分改为 80");
    assert.equal(await page.getByTestId("rules-go").isDisabled(), true);
    await page.getByTestId("rules-aside").check();
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "满分改为 80" }).waitFor();
    assert.equal((await server.call("GET", sheetPath("c001", "w-theory", "K"))).status, 404);
  });

  test("what a file or the box for more has twice, or not at all, is refused in the server's words", async (t) => {
    const page = await open(t);
    const bring = (tree) => page.getByTestId("rules-file").setInputFiles({ name: "r.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(tree)) });
    const said = (pointer) => page.locator(`[data-testid=rules-fault][data-pointer="${pointer}"]`).filter({ hasText: /\p{Script=Han}/u }).first().waitFor();
    const { definition: rules } = (await server.call("GET", "/api/v1/competitions/small")).json;
    const [stage] = rules.skills[0].stages;
    await bring({ ...rules, skills: [null] });
    await said("/skills/0");
    stage.modules[1].id = stage.modules[0].id;
    await bring(rules);
    await said("/skills/0/stages/0/modules/1/id");
    stage.modules[1] = null;
    await bring(rules);
    await said("/skills/0/stages/0/modules/1");
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-same").waitFor();
    await page.getByTestId("rules-add").first().click();
    const added = page.locator("[data-testid=rules-aspect][data-aspect=a2]");
    await added.locator("summary").click();
    await added.locator("textarea").fill('{"id": "t"}');
    await added.locator("textarea").press("Tab");
    await said(`${AT}/parts/0/aspects/1/id`);
    assert.equal(await page.getByTestId("rules-aspect").count() > 2, true);
  });

  test("stages, modules, parts and aspects are added, moved and taken away in the form, each with one step back", async (t) => {
    const page = await open(t);
    const order = (kind) => page.getByTestId(`rules-${kind}`).evaluateAll((all, kind) => all.map(({ dataset }) => dataset[kind]), kind);
    const stands = async (kind, ids) => { await page.waitForFunction(([kind, ids]) => [...document.querySelectorAll(`[data-testid=rules-${kind}]`)].map(({ dataset }) => dataset[kind]).join() === ids, [kind, ids.join()]); };
    const [before, aspects] = [await order("module"), await order("aspect")];
    await page.getByTestId("rules-down-aspects").nth(0).click(); // of the practice: the theory has one
    await stands("aspect", [aspects[0], aspects[2], aspects[1]]);
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-same").waitFor();
    await page.getByTestId("rules-up-modules").nth(1).click();
    await stands("module", before.toReversed());
    await page.getByTestId("rules-still").waitFor(); // nobody's place hangs on the order
    await page.getByTestId("rules-undo").click();

    await page.getByTestId("rules-add-modules").click();
    await stands("module", [...before, "module3"]);
    assert.equal(await page.evaluate(() => document.activeElement.value), "新的模块");
    await page.keyboard.type("答辩");
    await page.keyboard.press("Tab");
    await page.getByTestId("rules-wrong").waitFor(); // the others have weights
    await type(page, "/skills/0/stages/0/modules/2/weight", "10%");
    const weights = ["/skills/0/stages/0/modules/1/weight", "/skills/0/stages/0/modules/0/weight"];
    const had = await Promise.all(weights.map((at) => page.locator(`[data-at="${at}"]`).inputValue()));
    await type(page, weights[0], `${parseInt(had[0], 10) - 10}%`);
    await page.getByTestId("rules-moves").or(page.getByTestId("rules-still")).first().waitFor();
    await page.getByTestId("rules-add-parts").nth(2).click();
    await page.getByTestId("rules-add-stages").click();
    await page.getByTestId("rules-stage").nth(1).waitFor();
    await fits(page, "rules-added", SIZES.slice(0, 1), DESK);
    await page.getByTestId("rules-drop-stages").nth(1).click();
    await page.getByTestId("rules-stage").nth(1).waitFor({ state: "detached" });
    await page.getByTestId("rules-drop-parts").nth(3).click();
    await page.getByTestId("rules-part").nth(3).waitFor({ state: "detached" });
    await page.getByTestId("rules-reason").fill("加一场答辩");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "加一场答辩" }).waitFor();
    const [stage] = (await server.call("GET", "/api/v1/competitions/small")).json.definition.skills[0].stages;
    assert.deepEqual(stage.modules.map(({ name }) => name.zh), ["理论", "实操", "答辩"]);
  });

  test("what was marked is not taken away unasked: the server's words stand beside what was changed, with the way back", async (t) => {
    const page = await open(t);
    await page.getByTestId("rules-drop").nth(1).click(); // an aspect of the practice that has marks
    const forbidden = page.getByTestId("rules-part").nth(1).getByTestId("rules-forbidden");
    await forbidden.getByText(/选手1[\s\S]*J1/).first().waitFor();
    await fits(page, "rules-forbidden", SIZES.slice(0, 1), DESK);
    assert.equal(await page.getByTestId("rules-go").isDisabled(), true);
    await forbidden.getByTestId("rules-forbidden-undo").click();
    await page.getByTestId("rules-same").waitFor();
    await page.getByTestId("rules-add-parts").nth(1).click(); // another one in its place
    await page.getByTestId("rules-drop-parts").nth(1).click();
    await page.getByTestId("rules-skill").getByTestId("rules-forbidden").getByText(/w-practice/).first().waitFor();
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-undo").click();
    await page.getByTestId("rules-same").waitFor();
  });

  test("a skill is added beside the others, with a stage, a module, a part and an aspect, and is marked like them", async (t) => {
    const page = await open(t, "en");
    await page.getByTestId("rules-add-skills").click();
    await page.locator("[data-testid=rules-skill][data-skill=skill2]").waitFor();
    await page.keyboard.type("钳工");
    await page.keyboard.press("Tab");
    await page.getByTestId("rules-still").waitFor();
    await page.getByTestId("rules-reason").fill("another skill");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-version").filter({ hasText: "another skill" }).waitFor();
    const { skills } = (await server.call("GET", "/api/v1/competitions/small")).json.definition;
    assert.deepEqual(skills.map(({ name }) => name.zh), ["焊工", "钳工"]);
  });

  test("a draft is there again after another tab, and does not overwrite what somebody else applied meanwhile", async (t) => {
    const page = await open(t, "en");
    await type(page, `${PAPER}/name/zh`, "理论卷");
    await page.getByTestId("rules-still").waitFor();
    await page.getByTestId("rules-reason").fill("名称");
    await page.getByTestId("tab-judges").click();
    await page.locator(`[data-at="${PAPER}/name/zh"]`).waitFor({ state: "detached" });
    await page.getByTestId("tab-rules").click();
    await page.getByTestId("rules-still").waitFor();
    assert.equal(await page.locator(`[data-at="${PAPER}/name/zh"]`).inputValue(), "理论卷");
    const { definition: theirs } = (await server.call("GET", "/api/v1/competitions/small")).json;
    theirs.skills[0].stages[0].modules[0].name = { zh: "别人改的" };
    assert.equal((await server.call("PUT", RULES, { body: { definition: theirs, reason: "模块名称" }, headers: await seenRules(server, "small") })).status, 201);
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-overtaken").filter({ hasText: "have been changed since you began" }).waitFor();
    assert.equal(await page.getByTestId("rules-go").isDisabled(), true);
    assert.equal((await server.call("GET", "/api/v1/competitions/small")).json.definition.skills[0].stages[0].modules[0].name.zh, "别人改的");
    await fits(page, "rules-overtaken", SIZES, DESK);
    await page.getByTestId("rules-restart").click();
    await page.getByTestId("rules-same").waitFor();
    assert.equal(await page.locator(`[data-at="${AT}/name/zh"]`).inputValue(), "别人改的");
  });

  test("a competition begun from a template gets its own aspects before the first mark", async (t) => {
    const other = definition("fresh");
    assert.equal((await server.call("POST", "/api/v1/competitions", { body: other })).status, 201);
    const page = await open(t);
    await page.locator("header select.pick").selectOption("fresh");
    await page.getByTestId("tab-rules").click();
    await page.locator(`[data-at="${PAPER}/name/zh"]`).waitFor();
    await type(page, `${PAPER}/name/zh`, "焊接工艺卷");
    await page.getByTestId("rules-still").waitFor();
    await page.getByTestId("rules-reason").fill("本地试卷");
    await page.getByTestId("rules-go").click();
    await page.getByTestId("rules-same").filter({ hasText: "已生效" }).waitFor();
    const { definition: now } = (await server.call("GET", "/api/v1/competitions/fresh")).json;
    assert.equal(now.skills[0].stages[0].modules[0].parts[0].aspects[0].name.zh, "焊接工艺卷");
  });
});
