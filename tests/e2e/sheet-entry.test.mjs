// Marking through the page: every input has an entry that gives the engine's result, by finger and by keyboard, down one piece
// and across all of them; every state is free of axe-core's violations in three colour themes; no name or rule breaks the page.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { definition, violations } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const TABLET = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const name = (zh) => ({ zh, en: zh });
const aspect = (id, more) => ({ id, name: name(id), ...more });
const ASPECTS = [
  aspect("score", { min: "0", max: "100", step: "0.5" }),
  aspect("pass", { input: "pass_fail", full: "2" }),
  aspect("number", { input: "number", full: "4", possible: "8" }),
  aspect("choice", { input: "choice", full: "30", rounding: { places: 2 }, choices: [{ name: name("一级"), deduct: "0%" }, { name: name("二级"), deduct: "33.3%" }, { points: "0" }] }),
  aspect("ranged", { input: "ranged", full: "6", min: "0", max: "20", step: "0.01", bands: [{ from: "9.95", to: "10.05", points: "6" }, { from: "9.8", to: "10.2", deduct: "33.3%" }] }),
  aspect("look", { input: "judgement", full: "2", rounding: { places: 2 }, levels: ["低于标准", "达到标准", "部分超过", "优秀"].map(name) }),
  aspect("seam", { input: "deduction", full: "10", faults: [
    { id: "undercut", name: name("咬边"), unit: name("毫米"), each: "5", amount: "2", most: "8" }, { id: "pore", name: name("气孔"), amount: "0.5" }, { id: "crack", name: name("裂纹"), lost: true }] }),
  aspect("target", { input: "target", full: "20", target: "100", cap: "1.1", min: "0", max: "1000", step: "1", rounding: { places: 2 } }),
  aspect("run", { input: "power", min: "8", max: "30", step: "0.01", power: { a: "25.4347", b: "18", exponent: "1.81", falling: true } }),
];
const part = (id, more) => ({ id, name: name(id), seats: ["J1"], ...more });
const KINDS = {
  format: "jinbang-competition/1", id: "kinds", name: name("每种录入"), fictional: true,
  skills: [{
    id: "s", name: name("全项"), exposure: { before: "name" },
    stages: [{ id: "final", name: name("决赛"), modules: [{ id: "m", name: name("模块"), parts: [
      part("all", { aspects: ASPECTS }),
      part("place", { aspects: [aspect("place", { input: "place", max: "8", points: ["15", "10", "5"] })] }),
      part("tick", { aspects: [aspect("tick", { input: "tick" })] }),
      part("sew", { marks: "one_by_one", aspects: [aspect("s1", { min: "0", max: "10", step: "1" }), aspect("s2", { min: "0", max: "10", step: "1" })] }),
      part("station", { technical: "T", declares: ["difficulty", "log"], aspects: [aspect("m", { min: "0", max: "100", step: "0.5" })] }),
      part("time", { seats: [], technical: "T", declares: ["time"], figure: "time" }),
    ] }] }],
  }, {
    id: "c", name: name("计时"), order: "low", exposure: { before: "name" },
    stages: [{ id: "race", name: name("决赛"), modules: [{ id: "r", name: name("模块"), parts: [part("try", { aspects: [aspect("t", { min: "0", max: "600", step: "0.01", codes: ["dnf", "dns"] })] })] }] }],
  }],
};
const BODIES = {
  all: { marks: [
    { aspect: "score", value: "88.5" }, { aspect: "pass", value: "1" }, { aspect: "number", value: "7" }, { aspect: "choice", value: "2" },
    { aspect: "ranged", value: "10.12" }, { aspect: "look", value: "2" }, { aspect: "seam", faults: { undercut: "15", pore: "2" } },
    { aspect: "target", value: "105" }, { aspect: "run", value: "10.85" }] },
  place: { marks: [{ aspect: "place", value: "2" }] },
  tick: { marks: [{ aspect: "tick", value: "1" }] },
  sew: { marks: [{ aspect: "s2", value: "7" }] },
  station: { marks: [{ aspect: "m", value: "70" }] },
  try: { marks: [{ aspect: "t", code: "dnf" }] },
};

const must = (answer) => {
  assert.equal(answer.status, 201, answer.raw);
  return answer.json;
};

// The competition of every input, with pieces a, b, c and the judge's and the technical seat's tokens.
async function kinds(t, rules = KINDS, people = undefined) {
  const server = await serveSite();
  t.after(async () => {
    await server.kill();
    server.remove();
  });
  must(await server.call("POST", "/api/v1/competitions", { body: rules }));
  const competitors = people ?? ["a", "b", "c"].map((id) => ({ id, skill: "s", code: `W-${id}`, name: `选手${id}` })).concat([{ id: "z", skill: "c", name: "选手z" }]);
  must(await server.call("POST", `/api/v1/competitions/${rules.id}/roster`, { body: { competitors } }));
  const judges = [["j", "judge", "J1"], ["t", "technical", "T"]].map(([id, role, seat]) => ({ id, name: `裁判${id}`, role, seats: [{ skill: "*", seat }] }));
  const { judges: made } = must(await server.call("POST", `/api/v1/competitions/${rules.id}/judges`, { body: { judges: rules === KINDS ? judges : judges.slice(0, 1) } }));
  return { server, id: rules.id, tokens: Object.fromEntries(made.map((judge) => [judge.id, judge.token])) };
}

// The judge's page at one sheet (or at the list), as one who has been there before.
async function open(t, { server, id, tokens }, { judge = "j", seat = "J1", place = null, viewport = TABLET, theme = "light", more = {} } = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", ...more });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.addInitScript(([who, look]) => localStorage.setItem("jinbang.judge.look", JSON.stringify({ [who]: look })), [`${judge}/${seat}`, { theme }]);
  if (place) await page.addInitScript((text) => localStorage.getItem("jinbang.judge.place") ?? localStorage.setItem("jinbang.judge.place", text), place);
  await page.goto(`${server.url}/judge.html?c=${id}#token=${tokens[judge]}`);
  return page;
}

const field = (page, id) => page.locator(`[data-testid=field][data-field="${id}"]`);
const figure = (page, id) => page.locator(`[id="field-${id}"]`);
const option = (page, id, value) => field(page, id).locator(`[data-option="${value}"]`);
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");

async function seal(page) {
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.getByTestId("sealed")).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await green(page).waitFor();
}

const sheet = async ({ server, id, tokens }, at, competitor, seat, judge = "j") =>
  (await server.call("GET", `/api/v1/competitions/${id}/sheets/${at}/${competitor}/${seat}`, { token: tokens[judge] })).json.body;

async function fillAll(page) {
  await figure(page, "score").click();
  await page.keyboard.insertText("88。5");
  await option(page, "pass", "1").click();
  await option(page, "number", "7").click();
  await option(page, "choice", "2").click();
  await figure(page, "ranged").fill("10.12");
  await option(page, "look", "2").click();
  for (let tap = 0; tap < 3; tap++) await field(page, "seam").locator("[data-fault=undercut]").click();
  for (let tap = 0; tap < 3; tap++) await field(page, "seam").locator("[data-fault=pore]").click();
  await field(page, "seam").getByText("撤销").click(); // one pore too many
  await figure(page, "target").fill("105");
  await figure(page, "run").fill("10.85");
}

describe("a sheet with every input", () => {
  test("what is entered on the page is worth what the engine makes of it, and equals the same sheets sent by a program", async (t) => {
    const all = await kinds(t);
    const { server, tokens } = all;
    const page = await open(t, all, { place: "all/J1|a" });
    await fillAll(page);
    const shown = {};
    for (const each of ["choice", "ranged", "look", "seam", "target", "run"]) shown[each] = await field(page, each).getByTestId("worth").innerText();
    assert.match(shown.choice, /20\.01/);
    assert.match(shown.ranged, /4\.002/);
    assert.match(shown.look, /1\.33/);
    assert.match(shown.seam, /3\D+10[\s\S]*扣 7/);
    assert.match(shown.target, /21/);
    assert.match(shown.run, /894/);
    const subtotal = await page.getByTestId("subtotal").innerText();
    await seal(page);
    assert.deepEqual((await sheet(all, "all", "a", "J1")).marks, BODIES.all.marks);
    for (const [at, fill] of [
      ["place", () => option(page, "place", "2").click()],
      ["tick", () => option(page, "tick", "1").click()],
      ["sew", () => figure(page, "s2").fill("7")],
      ["station", () => figure(page, "m").fill("70")],
      ["try", () => field(page, "t").locator("[data-code=dnf]").click()],
    ]) {
      await page.locator("select").selectOption(`${at}/J1`);
      await page.locator(`[data-testid=task][data-competitor=${at === "try" ? "z" : "a"}]`).click();
      await fill();
      await seal(page);
      assert.deepEqual((await sheet(all, at, at === "try" ? "z" : "a", "J1")).marks, BODIES[at].marks, at);
      if (at === "try") continue;
      must(await server.call("PUT", `/api/v1/competitions/kinds/sheets/${at}/b/J1`, { token: tokens.j, body: BODIES[at] }));
    }
    must(await server.call("PUT", "/api/v1/competitions/kinds/sheets/all/b/J1", { token: tokens.j, body: BODIES.all }));
    const { rows } = (await server.call("GET", "/api/v1/competitions/kinds/scoreboard?skill=s&stage=final&detail=parts")).json;
    const parts = (id) => rows.find((row) => row.id === id).parts;
    assert.deepEqual(parts("a"), parts("b"));
    assert.equal(parts("a").find((each) => each.id === "all").value_exact, subtotal);
  });

  test("the technical seat taps the station log, declares a difficulty and writes a time as a clock shows it", async (t) => {
    const all = await kinds(t);
    const page = await open(t, all, { judge: "t", seat: "T", place: "station/T|a" });
    await figure(page, "difficulty").fill("1.2");
    const tap = (event) => field(page, "log").locator(`[data-event=${event}]`).first().click();
    for (const event of ["start", "hand", "offence"]) await tap(event);
    await page.getByTestId("log-undo").click(); // the offence was none
    for (const event of ["warning", "added", "stop"]) await tap(event);
    const stopped = await page.getByTestId("net").innerText();
    for (const event of ["resume", "sealed"]) await tap(event);
    assert.match(stopped, /^0:0\d/);
    await seal(page);
    const { declared } = await sheet(all, "station", "a", "T", "t");
    assert.equal(declared.difficulty, "1.2");
    assert.deepEqual(declared.log.map(({ event }) => event), ["start", "hand", "warning", "added", "stop", "resume", "sealed"]);
    assert.deepEqual([declared.log[3].seconds, declared.log[3].by], ["60", "t"]);
    await page.locator("select").selectOption("time/T");
    await page.locator("[data-testid=task][data-competitor=a]").click();
    await figure(page, "time").click();
    await page.keyboard.insertText("1：02。35");
    await seal(page);
    assert.deepEqual((await sheet(all, "time", "a", "T", "t")).declared, { time: "62.35" });
  });

  test("8。5 from a Chinese keyboard is 8.5 or refused, never 85", async (t) => {
    const page = await open(t, await kinds(t), { place: "all/J1|a" });
    for (const [typed, read] of [["8。5", "8.5"], ["８．５", "8.5"], ["8，5", "8.5"], ["8；5", "8；5"], ["8。。5", "8。。5"]]) {
      await figure(page, "score").fill("");
      await figure(page, "score").click();
      await page.keyboard.insertText(typed);
      assert.equal(await figure(page, "score").inputValue(), read);
      assert.equal(await field(page, "score").locator("[role=alert]").count(), read === "8.5" ? 0 : 1, typed);
    }
  });

  test("points off give the mark that is left, and a clean piece is entered with one tap", async (t) => {
    const all = await kinds(t);
    const page = await open(t, all, { place: "all/J1|b" });
    await page.getByTestId("look").click();
    await page.locator("[data-lose=yes]").click();
    await page.getByTestId("look-done").click();
    await figure(page, "score/lost").fill("3.5");
    assert.match(await field(page, "score").getByTestId("worth").innerText(), /96\.5/);
    assert.equal(await field(page, "seam").getAttribute("data-fit"), "blank");
    await option(page, "seam", "clean").click();
    assert.match(await field(page, "seam").getByTestId("worth").innerText(), /10 \/ 10/);
    assert.equal(await field(page, "seam").getAttribute("data-fit"), "ok");
  });

  test("a full mark on a long scale has to be typed once more", async (t) => {
    const all = await kinds(t);
    const page = await open(t, all, { place: "station/J1|a" });
    await figure(page, "m").fill("100");
    await page.getByTestId("seal").click();
    assert.equal(await page.getByTestId("seal-anyway").isDisabled(), true);
    await page.getByTestId("again").fill("10");
    assert.equal(await page.getByTestId("seal-anyway").isDisabled(), true);
    await page.getByTestId("again").fill("１００");
    await page.getByTestId("seal-anyway").click();
    await green(page).waitFor();
  });
});

describe("by keyboard alone", () => {
  test("a sheet with every input is opened, filled and sealed without a pointer", async (t) => {
    const all = await kinds(t);
    const page = await open(t, all);
    await page.getByTestId("next").waitFor();
    await page.getByTestId("next").focus();
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    await press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "field-score");
    await page.keyboard.type("88.5");
    await press("Enter", "1", "Enter", "7", "Enter", "2", "Enter");
    await page.keyboard.type("10.12");
    await press("Enter", "ArrowRight", "ArrowRight", "Enter"); // to "2 points" and chosen
    await press("Enter", "Space", "Space", "Space", "Enter", "Enter", "Space", "Space", "Enter", "Enter", "Enter");
    await page.keyboard.type("105");
    await press("Enter", "Enter");
    await page.keyboard.type("10.85");
    await press("Enter");
    await page.waitForFunction(() => document.activeElement?.dataset.testid === "seal");
    await press("Enter");
    await green(page).waitFor();
    assert.deepEqual((await sheet(all, "all", "a", "J1")).marks, BODIES.all.marks);
  });

  test("across, the arrows move, digits mark, and the column is sealed at the end", async (t) => {
    const all = await kinds(t);
    const page = await open(t, all, { place: "sew/J1|" });
    await page.locator("[data-way=across]").click();
    await page.locator('[data-cell="0/0"]').click();
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    await press("8", "Enter", "9", "Enter", "1", "0", "ArrowRight", "5", "ArrowUp", "7", "ArrowUp", "6");
    await page.getByTestId("seal-column").click();
    const anyway = page.getByTestId("seal-anyway");
    const sealed = page.locator("[data-testid=piece][data-state=sealed]");
    await anyway.or(sealed.first()).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await sealed.nth(2).waitFor();
    for (const [id, s1, s2] of [["a", "8", "6"], ["b", "9", "7"], ["c", "10", "5"]]) {
      assert.deepEqual((await sheet(all, "sew", id, "J1")).marks, [{ aspect: "s1", value: s1 }, { aspect: "s2", value: s2 }]);
    }
  });
});

describe("axe-core finds nothing", () => {
  for (const theme of ["light", "dark", "contrast"]) {
    test(`on any state of the judge's page, ${theme}`, async (t) => {
      const all = await kinds(t);
      const page = await open(t, all, { theme, more: { colorScheme: theme === "dark" ? "dark" : "light", contrast: theme === "contrast" ? "more" : "no-preference" } });
      const found = [];
      const look = async (state) => found.push(...await violations(page, `${theme} ${state}`));
      await page.getByTestId("next").waitFor();
      await look("list");
      await page.getByTestId("look").click();
      await look("display settings");
      await page.getByTestId("look-done").click();
      await page.getByTestId("next").click();
      await field(page, "run").waitFor();
      await look("open sheet");
      await page.getByTestId("seal").click();
      await page.getByTestId("said").waitFor();
      await look("blanks are named");
      await fillAll(page);
      await figure(page, "score").fill("100.3");
      await look("a figure out of range");
      await figure(page, "score").fill("100");
      await page.getByTestId("seal").click();
      await page.getByTestId("doubt").first().waitFor();
      await look("questions");
      await page.getByTestId("again").fill("100");
      await page.getByTestId("seal-anyway").click();
      await green(page).waitFor();
      await look("sealed");
      await page.getByTestId("amend").click();
      await look("amending");
      await page.getByTestId("tab-receipts").click();
      await look("receipts");
      await page.locator("nav button").first().click();
      await page.locator("[data-way=across]").click();
      await page.locator('[data-cell="1/6"]').click();
      await look("across");
      await page.setViewportSize(PHONE);
      await look("across on a phone");
      await page.setViewportSize(TABLET);
      await page.locator("select").selectOption("try/J1");
      await page.locator("[data-way=down]").click();
      await page.locator("[data-testid=task]").first().click();
      await field(page, "t").locator("[data-code=dnf]").click();
      await look("a code");
      await page.setViewportSize(PHONE);
      await look("a phone");
      const other = await open(t, all, { theme, judge: "t", seat: "T", place: "station/T|a" });
      await field(other, "log").locator("[data-event=start]").click();
      found.push(...await violations(other, `${theme} station log`));
      assert.deepEqual(found, []);
    });
  }

  test("on the gate, the front, the board and the console", async (t) => {
    const all = await kinds(t);
    const found = [];
    for (const [address, ready] of [["judge.html", "[data-testid=no-card]"], ["", "h1"], ["board.html?c=kinds&skill=s&stage=final&tile=top12", "h1"], ["console.html", "form"]]) {
      const page = await browser.newPage({ viewport: TABLET, locale: "zh-CN" });
      await page.goto(`${all.server.url}/${address}`);
      await page.locator(ready).first().waitFor();
      found.push(...await violations(page, address || "front"));
      await page.close();
    }
    assert.deepEqual(found, []);
  });
});

describe("nothing that is written breaks the page", () => {
  test("a script, a right-to-left mark or a hundred letters as a name are shown as they are", async (t) => {
    const evil = "<img src=x onerror=window.pwned=1>";
    const rules = definition("evil");
    rules.skills[0].stages[0].modules[1].parts[0].aspects[0].name = { zh: evil, en: evil };
    const names = [evil, "لبيب العربي <b>", "长".repeat(100), "a".repeat(100)];
    const people = names.map((text, at) => ({ id: `c${at}`, skill: "welder", code: `A${at}`, name: text, delegation: at ? "单位" : evil }));
    const all = await kinds(t, rules, people);
    const turned = { competitors: [{ id: "turned", skill: "welder", name: "\u202Eabc" }] };
    assert.equal((await all.server.call("POST", "/api/v1/competitions/evil/roster", { body: turned })).status, 422);
    const page = await open(t, all, { viewport: PHONE });
    await page.getByTestId("next").waitFor();
    assert.equal(await page.getByText(evil).count() > 0, true);
    for (const { id } of people) {
      await page.locator(`[data-testid=task][data-competitor=${id}]`).click();
      await field(page, "a").waitFor();
      assert.match(await field(page, "a").innerText(), /onerror/);
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(inner <= outer, `${id} is ${inner} px wide`);
      await page.getByTestId("back").click();
    }
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  });

  test("ten thousand aspects are there, and a sheet of 256 of them answers a key at once", async (t) => {
    const rules = definition("many");
    const many = (id, count) => part(id, { name: name(id), aspects: Array.from({ length: count }, (_, at) => aspect(`a${at}`, { min: "0", max: "10", step: "0.5" })) });
    rules.skills[0].stages[0].modules[1].parts = Array.from({ length: 40 }, (_, at) => many(`p${at}`, at ? 250 : 256));
    const all = await kinds(t, rules, [{ id: "c1", skill: "welder", name: "选手" }, { id: "c2", skill: "welder", name: "选手二" }]);
    const page = await open(t, all, { place: "p0/J1|c1" });
    await figure(page, "a0").waitFor();
    assert.equal(await page.getByTestId("field").count(), 256);
    await figure(page, "a0").click();
    const took = await page.evaluate(async () => {
      const began = performance.now();
      document.querySelector('[data-key="8"]').click();
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      return performance.now() - began;
    });
    assert.equal(await figure(page, "a0").inputValue(), "8");
    assert.ok(took < 1000, `a key took ${Math.round(took)} ms`);
    await page.locator("[data-way=across]").click();
    await page.locator('[data-cell="1/255"]').click();
    await page.keyboard.press("9");
    assert.equal((await page.locator('[data-cell="1/255"]').innerText()).trim(), "9");
  });
});
