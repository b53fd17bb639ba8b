// Coming in by the pages: a chief judge signs in by name, lets a tablet in by its code, opens the session and prints a card; a
// judge types the card and marks. On the screens that people have.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { prepare, serve } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";
let server;
let browser;
const faults = [];

before(async () => {
  server = await serve();
  await prepare(server);
  for (const [login, grants] of [["wang", [{ role: "chief", competition: "small", skills: ["welder"] }]], ["li", [{ role: "organiser" }]]]) {
    assert.equal((await server.call("POST", "/api/v1/accounts", { body: { login, name: `人员${login}`, password: "correct horse", grants } })).status, 201);
  }
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
  page.on("console", (message) => message.type() === "error" && !/401|404|403|422/.test(message.text()) && faults.push(message.text()));
  await page.goto(server.url + path);
  return page;
}

async function signIn(login, options) {
  const page = await open("/console.html", options);
  await page.getByTestId("login").fill(login);
  await page.getByTestId("password").fill("correct horse");
  await page.getByTestId("sign-in").click();
  await page.getByTestId("tab-devices").click();
  return page;
}

describe("the console", () => {
  test("says when a password is wrong, and shows a chief judge his own pages only", async () => {
    const page = await open("/console.html");
    await page.getByTestId("login").fill("wang");
    await page.getByTestId("password").fill("wrong horse");
    await page.getByTestId("sign-in").click();
    await page.getByRole("alert").filter({ hasText: "登录名或密码不对" }).waitFor();
    const chief = await signIn("wang");
    const tabs = await chief.locator("nav button").evaluateAll((all) => all.map((each) => each.dataset.testid));
    assert.deepEqual(tabs, ["tab-progress", "tab-panels", "tab-rulings", "tab-devices", "tab-signing"]);
    assert.equal(await chief.evaluate(() => document.cookie), ""); // the session is out of every page's reach
    await chief.reload();
    await chief.getByTestId("tab-devices").waitFor(); // and lasts over a reload
    assert.equal(await chief.evaluate(() => JSON.stringify({ ...localStorage }).includes("correct horse")), false);
    await page.context().close();
    await chief.context().close();
  });

  test("shows an organiser all pages, and makes an account", async () => {
    const page = await signIn("li", { width: 390, height: 844, locale: "en" });
    await page.getByTestId("account-name").fill("赵敏");
    await page.getByTestId("account-login").fill("zhao");
    await page.getByTestId("account-password").fill("battery staple");
    await page.getByTestId("grant-role").last().selectOption("supervisor");
    await page.getByTestId("create-account").click();
    await page.getByTestId("account").filter({ hasText: "赵敏" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    const { accounts } = (await server.call("GET", "/api/v1/accounts")).json;
    assert.deepEqual(accounts.at(-1).grants, [{ role: "supervisor", competition: "small" }]);
    await page.context().close();
  });
});

describe("a tablet", () => {
  test("shows a code, is let in by it, and is there on the devices page until it is ended", async () => {
    const tablet = await open("/judge.html", { width: 800, height: 1280 });
    await tablet.getByTestId("no-card").click();
    await tablet.getByTestId("way-screen").click();
    const code = await tablet.getByTestId("shown-code").textContent();
    const chief = await signIn("wang");
    const wrong = `${code.slice(0, 8)}${code[8] === "2" ? "3" : "2"}`;
    await chief.getByTestId("pair-code").fill(wrong);
    await chief.getByRole("alert").filter({ hasText: "有一位输错了" }).waitFor();
    await chief.getByTestId("pair-code").fill(code.toLowerCase().replace("-", ""));
    await chief.getByTestId("grant-judge").selectOption("judge-J1");
    await chief.getByTestId("let-in").click();
    await tablet.getByTestId("link").waitFor();
    const device = chief.locator('[data-testid="device"][data-state="here"]');
    await device.waitFor();
    assert.match(await device.textContent(), /裁判J1[\s\S]*未送出 0 张/);
    await device.getByTestId("end-device").click();
    await device.getByTestId("end-device").click(); // once more, to be sure
    await device.waitFor({ state: "detached" });
    const token = await tablet.evaluate(() => JSON.parse(localStorage.getItem("jinbang.judge.tokens")).small);
    assert.equal((await server.call("GET", `${BASE}/sheets`, { token })).status, 401);
    await tablet.context().close();
    await chief.context().close();
  });

  test("takes a card's code by big keys or a keyboard, once the session is open", async () => {
    const chief = await signIn("wang");
    await chief.getByTestId("card-for-judge-K").check();
    await chief.getByTestId("make-cards").click();
    const card = chief.getByTestId("card");
    const code = (await card.getAttribute("data-code")).replaceAll("-", "");
    assert.match(await card.textContent(), /测试赛[\s\S]*裁判K[\s\S]*焊工 · K/);
    const tablet = await open("/judge.html", { width: 390, height: 844 });
    for (const sign of code.slice(0, 6)) await tablet.getByRole("button", { name: sign, exact: true }).click();
    await tablet.keyboard.type(code.slice(6).toLowerCase());
    await tablet.getByTestId("use-card").click();
    await tablet.getByRole("alert").filter({ hasText: "还没有开放" }).waitFor();
    await chief.getByTestId("session-welder").click();
    await chief.locator('[data-testid="session-welder"][aria-pressed="true"]').waitFor();
    await tablet.getByTestId("use-card").click();
    await tablet.getByTestId("link").waitFor();
    const token = await tablet.evaluate(() => JSON.parse(localStorage.getItem("jinbang.judge.tokens")).small);
    assert.deepEqual((await server.call("GET", `${BASE}/access`, { token })).json.seats.map((seat) => [seat.part, seat.seat]), [["w-theory", "K"]]);
    await tablet.context().close();
    await chief.context().close();
  });

  test("comes in by the picture on the card: the code leaves the address at once", async () => {
    assert.equal((await server.call("PUT", `${BASE}/sessions/welder`, { body: { open: true } })).status, 201);
    const { code } = (await server.call("POST", `${BASE}/cards`, { body: { judge: "judge-J2" } })).json;
    const tablet = await open(`/judge.html?c=small#card=${code}`, { width: 800, height: 1280, locale: "en" });
    await tablet.getByTestId("link").waitFor();
    assert.equal(await tablet.evaluate(() => location.hash), "");
    await tablet.context().close();
  });
});
