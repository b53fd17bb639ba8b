// States of pages that no other test stops at: axe-core finds nothing on any of them, and none is wider than its screen. The way in and
// its refusals, the page over plain HTTP, a seat with nobody and with nothing left, a log, a question across, larger sizes; the office.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { definition, practice, prepare, serve, sheetPath, theory, violations } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const HALL = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const J1 = "judge-J1";
const BASE = "/api/v1/competitions/small";
const faults = [];
let server, browser, tokens;

const must = async (method, path, body, status = 201) => {
  const answer = await server.call(method, path, { body });
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
// A competition beside the first one, of `count` competitors; gives its tokens.
const another = (id, competitors, change = () => undefined) => {
  const rules = definition(id);
  change(rules.skills[0]);
  return prepare({ call: (method, path, options) => server.call(method, path, options?.body?.format ? { body: rules } : options) }, { id, competitors });
};

// One competitor, whom everybody has marked.
async function marked(id) {
  const own = await another(id, 1);
  const sheets = [["w-theory", "K", theory("70")], ...["J1", "J2", "J3"].map((seat) => ["w-practice", seat, practice("40", "20")])];
  for (const [part, seat, body] of sheets) assert.equal((await server.call("PUT", sheetPath("c001", part, seat, id), { token: own[`judge-${seat}`], body })).status, 201);
  return own;
}

before(async () => {
  server = await serveSite();
  browser = await launch();
  tokens = await prepare(server, { competitors: 2 });
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(t, path, { viewport = HALL, colorScheme = "light", from = server.url } = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", colorScheme });
  t.after(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(from + path);
  return page;
}
async function fine(page, what) {
  const found = await violations(page, what);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.deepEqual([found, wide > 0 ? `${what} is ${wide} px too wide` : ""], [[], ""]);
}
// As it stands, then as a phone shows it.
async function both(page, what) {
  await fine(page, what);
  await page.setViewportSize(PHONE);
  await fine(page, `${what}-phone`);
  await page.setViewportSize(HALL);
}
const judge = (t, token, c = "small", options = {}) => open(t, `/judge.html?c=${c}#token=${token}`, options);
const task = (page, competitor) => page.locator(`[data-testid=task][data-competitor=${competitor}]`);
const office = async (t, tab, path = `/console.html?c=small#token=${server.token}`) => {
  const page = await open(t, path);
  if (tab) await page.getByTestId(`tab-${tab}`).click();
  return page;
};

describe("the way in", () => {
  test("with no competition, a code that is wrong, one that is used, and a link that was taken back", async (t) => {
    const page = await open(t, "/judge.html");
    const typed = async (code) => { await page.reload(); await page.getByTestId("code").waitFor({ state: "attached" }); await page.keyboard.type(code); };
    await page.getByTestId("no-card").waitFor();
    await both(page, "gate");
    await typed("2222222222"); // its check sign fits, but nobody made it
    await page.locator(".gate [role=alert]").filter({ hasText: "配对码" }).waitFor();
    await both(page, "gate-mistyped");
    await must("PUT", `${BASE}/sessions/welder`, { open: true });
    const { code } = await must("POST", `${BASE}/cards`, { judge: "judge-J2" });
    const used = await open(t, `/judge.html#card=${code}`);
    await used.getByTestId("next").waitFor();
    const again = await open(t, `/judge.html#card=${code}`);
    await again.locator("[role=alert]").first().waitFor();
    await both(again, "gate-used");
    const { id, token } = await must("POST", `${BASE}/devices`, { grants: [{ role: "judge", judge: J1 }] });
    await must("DELETE", `${BASE}/devices/${id}`);
    const revoked = await judge(t, token);
    await revoked.locator("[role=alert]").first().waitFor();
    await both(revoked, "gate-revoked");
  });

  test("to trust", async (t) => {
    const page = await open(t, "/trust");
    await page.locator("main[data-state]").waitFor();
    await both(page, "trust");
  });
});

test("the judge's page over plain HTTP, with its red line", async (t) => {
  const plain = await serve();
  t.after(async () => {
    await plain.kill();
    plain.remove();
  });
  const own = await prepare(plain);
  const page = await open(t, `/judge.html?c=small#token=${own[J1]}`, { from: `http://hall.test:${new URL(plain.url).port}` });
  await page.getByTestId("noreload").waitFor();
  await both(page, "noreload");
});

describe("a seat", () => {
  test("with nobody to mark, with all done, and with its results published", async (t) => {
    await must("POST", "/api/v1/competitions", definition("none"));
    const { judges: [{ token }] } = await must("POST", "/api/v1/competitions/none/judges", { judges: [{ id: J1, name: "裁判", role: "judge", seats: [{ skill: "welder", seat: "J1" }] }] });
    const empty = await judge(t, token, "none");
    await empty.locator("section.sheet .empty").waitFor();
    await both(empty, "nobody");
    const one = await marked("one");
    const page = await judge(t, one[J1], "one");
    await page.locator("[data-testid=state][data-state=sealed]").waitFor();
    await both(page, "all-done");
    await must("POST", "/api/v1/competitions/one/skills/welder/publication", {});
    await page.reload();
    await task(page, "c001").click();
    await page.locator("[data-testid=amend]:disabled").waitFor();
    await both(page, "published");
  });

  test("in larger sizes, with a sheet, a question across, and its receipts", async (t) => {
    const page = await judge(t, tokens[J1]);
    await page.getByTestId("next").click();
    for (const size of ["large", "larger"]) {
      await page.evaluate((wish) => { document.documentElement.dataset.size = wish; }, size);
      await both(page, `sheet-${size}`);
    }
    await page.evaluate(() => { document.documentElement.dataset.size = "normal"; });
    await page.getByTestId("tab-receipts").click();
    await both(page, "receipts");
    await page.locator("nav .tab").first().click();
    await page.locator("[data-way=across]").first().click();
    await page.locator('[data-cell="0/0"]').click();
    for (const key of ["6", "0", "Enter", "6", "0"]) await page.keyboard.press(key);
    await page.locator('[data-cell="0/1"]').click();
    for (const key of ["4", "0", "Enter", "4", "0"]) await page.keyboard.press(key);
    await page.getByTestId("seal-column").click();
    await page.getByTestId("seal-anyway").waitFor();
    await fine(page, "across-question");
  });

  test("of the technical role, with a log that runs", async (t) => {
    const technical = { token: "" };
    await another("clock", 1, (skill) => Object.assign(skill.stages[0].modules[1].parts[0], { technical: "T", declares: ["difficulty", "log"] }));
    technical.token = (await must("POST", "/api/v1/competitions/clock/judges", { judges: [{ id: "t", name: "计时员", role: "technical", seats: [{ skill: "welder", seat: "T" }] }] })).judges[0].token;
    const page = await judge(t, technical.token, "clock");
    await page.getByTestId("next").click();
    await both(page, "station");
    await page.locator("[data-event=start]").click();
    await page.locator("[data-event=warning]").click();
    await both(page, "station-runs");
  });
});

describe("the office", () => {
  test("refuses a sign-in in words", async (t) => {
    const page = await open(t, "/console.html");
    await page.getByTestId("login").fill("nobody");
    await page.getByTestId("password").fill("correct horse");
    await page.getByTestId("sign-in").click();
    await page.locator("[role=alert]").first().waitFor();
    await both(page, "signin-refused");
  });

  test("with its judges, their cards, a roster that is about to come in, and a publication that is asked about", async (t) => {
    const page = await office(t, "judges");
    await page.getByTestId("judge-row").first().waitFor();
    await both(page, "judges");
    await page.getByTestId("tab-roster").click();
    await page.getByTestId("roster-sample").waitFor();
    await page.getByTestId("roster-paste").fill("编号,姓名,单位,赛项\nn1,新选手,示例单位,welder\n");
    await page.getByTestId("roster-summary").waitFor();
    await both(page, "roster-preview");
    await page.getByTestId("tab-devices").click();
    await page.getByTestId("card-for-judge-J3").check();
    await page.getByTestId("make-cards").click();
    await page.getByTestId("card").first().waitFor();
    await both(page, "cards");
    await marked("ready");
    const done = await office(t, null);
    await done.getByLabel("赛事", { exact: true }).selectOption("ready");
    await done.getByTestId("tab-results").click();
    await done.getByTestId("publish").click();
    await done.getByTestId("publish-confirm").waitFor();
    await both(done, "publish");
  });
});

describe("the front page", () => {
  test("with competitions, in the dark, and before there are any", async (t) => {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(t, "/", { colorScheme });
      await page.locator("main").waitFor();
      await both(page, `front-${colorScheme}`);
    }
    const empty = await serveSite();
    t.after(async () => {
      await empty.kill();
      empty.remove();
    });
    const page = await open(t, "/", { from: empty.url });
    await page.locator("main").waitFor();
    await both(page, "front-empty");
  });
});

test("paper that may not be printed", async (t) => {
  const page = await open(t, "/print.html?c=small&skill=welder&all=final");
  await page.locator("[role=alert], [role=status], .notice").first().waitFor();
  await both(page, "print-refused");
});

test("no page of these reported a fault", () => assert.deepEqual(faults, []));
