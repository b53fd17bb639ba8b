// Whoever comes to the console learns what he is there and finds his pages; who has none is told where his work is. And the desk's
// own conveniences: its colours, and one tablet that is let in for several seats.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { fits, prepare, serve } from "./lib.mjs";
import { until } from "./redis.mjs";

const PHONE = { width: 390, height: 844 };
const UPRIGHT = { width: 800, height: 1280 };
const DESK = { width: 1280, height: 800 };
const ROLES = {
  chief: { tabs: ["progress", "panels", "rulings", "devices", "signing"], says: "裁定" },
  clerk: { tabs: ["muster", "typing", "signing"], says: "代录纸质评分表" },
  supervisor: { tabs: ["progress", "panels", "rulings", "signing"], says: "不能改分" },
  arbiter: { tabs: ["rulings", "signing"], says: "不能改动任何内容" },
  presenter: { tabs: ["screens", "ceremony"], says: "大屏显示的内容" },
};
const ELSEWHERE = { judge: "/judge.html", technical: "/judge.html", display: "/board.html" };
let server;
let browser;
const tokens = {};
const faults = [];

before(async () => {
  server = await serve();
  await prepare(server);
  const here = { competition: "small" };
  for (const role of [...Object.keys(ROLES), ...Object.keys(ELSEWHERE)]) {
    const seat = ["judge", "technical"].includes(role) ? { judge: "judge-J1" } : {};
    const made = await server.call("POST", "/api/v1/competitions/small/devices", { body: { grants: [{ role, ...seat }] } });
    assert.equal(made.status, 201, made.raw);
    tokens[role] = made.json.token;
  }
  tokens.organiser = server.token;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  server.remove();
});

async function come(t, role) {
  const context = await browser.newContext({ locale: "zh-CN", viewport: DESK });
  t.after(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.asked = new Set(); // what is on its way
  page.on("request", (request) => page.asked.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => page.asked.delete(request));
  await page.goto(`${server.url}/console.html#token=${tokens[role]}`);
  return page;
}

const tabsOf = (page) => page.locator("nav button").evaluateAll((all) => all.map((each) => each.dataset.testid.slice(4)));

describe("the console", () => {
  for (const [role, { tabs, says }] of Object.entries(ROLES)) {
    test(`says to the ${role} what he may do, and has his pages`, async (t) => {
      const page = await come(t, role);
      const refused = [];
      page.on("response", (answer) => answer.status() === 403 && refused.push(`${answer.request().method()} ${answer.url()}`));
      await page.locator(`[data-testid=role-note][data-role=${role}]`).filter({ hasText: says }).waitFor();
      assert.deepEqual(await tabsOf(page), tabs);
      for (const tab of tabs) {
        await page.getByTestId(`tab-${tab}`).click();
        await page.locator(`[data-testid=tab-${tab}][aria-pressed=true]`).waitFor();
        await until(() => page.asked.size === 0);
      }
      await fits(page, `role-${role}`, [PHONE], DESK);
      assert.deepEqual(refused, []);
    });
  }

  for (const [role, address] of Object.entries(ELSEWHERE)) {
    test(`tells the ${role} where his work is`, async (t) => {
      const page = await come(t, role);
      const note = page.getByTestId("stranger").locator(`[data-role=${role}]`);
      await note.waitFor();
      assert.equal(new URL(await note.getByRole("link").getAttribute("href"), server.url).pathname, address);
      await fits(page, `role-${role}`, [PHONE], DESK);
      await page.getByTestId("leave").click();
      await page.getByTestId("login").waitFor();
    });
  }

  test("shows the arbiter every ruling with its reason, what it decided, and which one took its place", async (t) => {
    const rule = async (ruling) => {
      const answer = await server.call("POST", "/api/v1/competitions/small/rulings", { body: ruling });
      assert.equal(answer.status, 201, answer.raw);
      return answer.json.receipt.number;
    };
    const page = await come(t, "arbiter");
    await page.getByTestId("rulings-none").waitFor();
    const first = await rule({ ruling: "status", competitor: "c002", status: "dsq", reason: "使用了禁用的工具" });
    const second = await rule({ ruling: "status", competitor: "c002", status: "running", reason: "复核后恢复：<b>工具</b>合规" });
    const excused = await rule({ ruling: "excuse", part: "w-practice", competitor: "c001", seat: "J2", excused: true, reason: "身体不适" });
    const one = (number) => page.locator(`[data-testid=ruling][data-number="${number}"]`);
    await one(excused).waitFor();
    assert.match(await one(excused).innerText(), /席位免评[\s\S]*选手1[\s\S]*实操[\s\S]*J2[\s\S]*免评[\s\S]*身体不适/);
    assert.match(await one(first).innerText(), /选手状态[\s\S]*选手2[\s\S]*取消资格[\s\S]*使用了禁用的工具/);
    await one(first).getByTestId("ruling-replaced").filter({ hasText: `№${second}` }).waitFor();
    assert.match(await one(second).innerText(), /恢复参赛[\s\S]*<b>工具<\/b>合规/);
    assert.equal(await one(second).getByTestId("ruling-replaced").count(), 0);
    assert.deepEqual(await page.getByTestId("ruling").evaluateAll((all) => all.map(({ dataset }) => Number(dataset.number))), [excused, second, first]);
    await fits(page, "rulings", [PHONE, UPRIGHT], DESK);
  });

  test("has the page of typing for an organiser too", async (t) => {
    const page = await come(t, "organiser");
    await page.getByTestId("tab-typing").click();
    await page.locator("[data-testid=tab-typing][aria-pressed=true]").waitFor();
    await fits(page, "organiser-typing", [PHONE], DESK);
  });

  test("is dark or in high contrast as was chosen, also after a reload", async (t) => {
    const page = await come(t, "organiser");
    for (const theme of ["dark", "contrast"]) {
      await page.getByTestId("theme").selectOption(theme);
      for (const tab of ["progress", "devices", "signing", "new"]) {
        await page.getByTestId(`tab-${tab}`).click();
        await page.locator(`[data-testid=tab-${tab}][aria-pressed=true]`).waitFor();
        await until(() => page.asked.size === 0);
        await fits(page, `${theme}-${tab}`, [DESK], DESK);
      }
    }
    await page.reload();
    await page.locator("html[data-theme=contrast]").waitFor();
  });
});

describe("one tablet for several seats", () => {
  test("is let in by one code with all of them, and locks by PIN", async (t) => {
    const context = await browser.newContext({ locale: "zh-CN", viewport: UPRIGHT });
    t.after(() => context.close());
    const tablet = await context.newPage();
    await tablet.goto(`${server.url}/judge.html`);
    await tablet.getByTestId("no-card").click();
    await tablet.getByTestId("way-screen").click();
    const code = await tablet.getByTestId("shown-code").textContent();
    const page = await come(t, "chief");
    await page.getByTestId("tab-devices").click();
    await page.getByTestId("pair-code").fill(code);
    await page.getByTestId("letin-more").click();
    const grants = page.getByTestId("letin-grant");
    await grants.nth(0).getByTestId("grant-judge").selectOption("judge-J1");
    await grants.nth(1).getByTestId("grant-judge").selectOption("judge-J1");
    await page.getByTestId("letin-twice").waitFor();
    assert.equal(await page.getByTestId("let-in").isDisabled(), true);
    await grants.nth(1).getByTestId("grant-judge").selectOption("judge-J2");
    await page.getByTestId("letin-shared").waitFor();
    await page.getByTestId("letin-more").click();
    await fits(page, "letin-several", [PHONE, UPRIGHT], DESK);
    await grants.nth(2).getByTestId("letin-drop").click();
    await page.getByTestId("let-in").click();
    await tablet.getByTestId("lock").waitFor();
    assert.deepEqual(await tablet.getByTestId("sitter").evaluateAll((all) => all.map((each) => each.dataset.judge)), ["judge-J1", "judge-J2"]);
    await page.getByTestId("device").filter({ hasText: /裁判J1[\s\S]*裁判J2/ }).waitFor();
  });
});
