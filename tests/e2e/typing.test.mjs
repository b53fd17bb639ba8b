// Paper sheets typed by a clerk from the first to the second typing, by the pages alone: on behalf of the judge, one piece after
// the other, blank is not zero, and another clerk's typing stays unseen.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { fits, journalOf, prepare, serve } from "./lib.mjs";

const SIZES = [{ width: 1280, height: 800 }, { width: 800, height: 1280 }, { width: 390, height: 844 }];
const id = "paper";
const base = `/api/v1/competitions/${id}`;
const faults = [];
let server, browser;
const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};

before(async () => {
  server = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  await prepare(server, { id, competitors: 2, more: { signing: { by: "ink", double_entry: true } } });
  for (const [login, role] of [["first", "clerk"], ["second", "clerk"], ["chief", "chief"]]) {
    await must("POST", "/api/v1/accounts", { body: { login, name: `人员${login}`, password: "correct horse", grants: [{ role, competition: id, skills: ["welder"] }] } });
  }
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function signIn(login, tab) {
  const page = await (await browser.newContext({ locale: "zh-CN", viewport: SIZES[0] })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${server.url}/console.html`);
  await page.getByTestId("login").fill(login);
  await page.getByTestId("password").fill("correct horse");
  await page.getByTestId("sign-in").click();
  await page.getByTestId(`tab-${tab}`).click();
  return page;
}

const look = (page, name) => fits(page, name, SIZES, SIZES[0]);

const field = (page, name) => page.locator(`[id="field-${name}"]`);
const piece = (page, competitor, typed) => page.locator(`[data-testid=typing-piece][data-competitor=${competitor}][data-typed=${typed}]`);

test("a clerk types a pile of paper sheets for a seat, each on behalf of its judge, and another clerk types them again", async () => {
  const page = await signIn("first", "typing");
  await page.getByTestId("typing-for").filter({ hasText: "代 裁判K（席位 K）录入" }).waitFor();
  await piece(page, "c002", false).waitFor();
  await look(page, "typing-list");
  await piece(page, "c001", false).getByTestId("typing-begin").click();
  await field(page, "t").waitFor();
  await page.getByTestId("typing-seal").click();
  await page.getByTestId("typing-said").waitFor(); // blank is not zero
  await field(page, "t").fill("0");
  await look(page, "typing-sheet");
  await page.getByTestId("typing-seal").click();
  await page.getByRole("dialog", { name: "选手2 · 理论 · 席位 K" }).waitFor(); // the next one opens by itself
  await field(page, "t").fill("88.5");
  await field(page, "t").press("Enter");
  await page.keyboard.press("Enter");
  await page.getByTestId("typing").waitFor({ state: "detached" });
  await page.getByTestId("typing-done").filter({ hasText: /已录入：选手2 · 席位 K（№\d+）/ }).waitFor();
  await piece(page, "c001", true).waitFor();
  await piece(page, "c002", true).waitFor();
  await page.getByTestId("typing-part").selectOption("w-practice");
  await page.getByTestId("typing-seat").selectOption("J2");
  await page.getByTestId("typing-for").filter({ hasText: "代 裁判J2（席位 J2）录入" }).waitFor();
  await piece(page, "c001", false).waitFor();

  const sheets = (await journalOf(server, id)).filter(({ head }) => head.kind === "sheet");
  const { accounts } = await must("GET", "/api/v1/accounts", {}, 200);
  const { id: clerk } = accounts.find(({ login }) => login === "first");
  assert.deepEqual(sheets.map(({ head }) => [head.by, head.part, head.competitor, head.seat]), ["c001", "c002"].map((who) => [clerk, "w-theory", who, "K"]));
  assert.deepEqual(sheets.map(({ body }) => JSON.parse(body).marks[0].value), ["0", "88.5"]);

  const other = await signIn("second", "typing");
  await piece(other, "c001", true).waitFor(); // is there, and not shown
  assert.equal(/88\.5/.test(await other.locator("main").innerText()), false);
  await other.getByTestId("tab-signing").click();
  await other.locator("[data-testid=type-again][data-competitor=c002]").click();
  await field(other, "t").fill("88.5");
  await other.getByTestId("typing-seal").click();
  await other.getByTestId("twice-progress").filter({ hasText: "已核对 1 / 2 张" }).waitFor();

  const chief = await signIn("chief", "progress");
  await chief.locator("[data-testid=cell][data-state=done]").first().click();
  await chief.getByTestId("sheet-typed").waitFor();
  for (const each of [page, other, chief]) await each.context().close();
});

test("whoever has signed in changes his own password, and the old one is none any more", async () => {
  const page = await signIn("second", "signing");
  await page.getByTestId("ownpw-open").click();
  await page.getByTestId("ownpw-old").fill("not the password");
  await page.getByTestId("ownpw-new").fill("short");
  await page.getByTestId("ownpw-short").waitFor();
  await page.getByTestId("ownpw-new").fill("battery staple");
  await page.getByTestId("ownpw-again").fill("battery stable");
  await page.getByTestId("ownpw-other").waitFor();
  assert.equal(await page.getByTestId("ownpw-go").isDisabled(), true);
  await page.getByTestId("ownpw-again").fill("battery staple");
  await look(page, "own-password");
  await page.getByTestId("ownpw-go").click();
  await page.getByTestId("ownpw-problem").waitFor();
  await page.getByTestId("ownpw-old").fill("correct horse");
  await page.getByTestId("ownpw-go").click();
  await page.getByTestId("ownpw-done").waitFor();
  await page.getByTestId("ownpw-close").click();
  await page.reload();
  await page.getByTestId("tab-signing").waitFor(); // this session goes on
  const enter = (password) => server.call("POST", "/api/v1/session", { token: null, body: { login: "second", password } });
  assert.deepEqual([(await enter("correct horse")).status, (await enter("battery staple")).status], [401, 201]);
  await page.context().close();
});
