// One tablet serves several seats: it locks when it is idle or handed over, comes back by PIN without a network too, shows in large
// whose seat it is, goes on sending what the former judge sealed, and a shift ends with a list that both confirm.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe, prepare, sheetPath } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

let browser, server;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// A tablet of the seats J1 and J2, whose clock the test can wind on.
async function tablet(t) {
  server = await serveSite();
  const mine = server;
  t.after(async () => {
    await mine.kill();
    mine.remove();
  });
  await prepare(server);
  const grants = ["judge-J1", "judge-J2"].map((judge) => ({ role: "judge", judge }));
  const { token } = (await server.call("POST", "/api/v1/competitions/small/devices", { body: { grants } })).json;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.clock.install();
  await page.goto(`${server.url}/judge.html?c=small#token=${token}`);
  await page.getByTestId("lock").waitFor();
  return page;
}

const task = (page, competitor) => page.locator(`[data-testid=task][data-competitor=${competitor}]`);
const state = (page, competitor, is) => task(page, competitor).locator(`[data-testid=state][data-state=${is}]`);

async function pin(page, digits, again = digits) {
  await page.getByTestId("pin").fill(digits);
  if (await page.getByTestId("pin-again").isVisible()) await page.getByTestId("pin-again").fill(again);
  await page.getByTestId("pin-enter").click();
}

async function sit(page, seat, digits) {
  await page.locator(`[data-testid=sitter][data-judge=judge-${seat}]`).click();
  await pin(page, digits);
  await page.getByTestId("sitting").getByText(`裁判${seat}`).waitFor();
}

async function seal(page, competitor, a) {
  await task(page, competitor).click();
  await page.locator("#field-a").fill(a);
  await page.locator("#field-b").fill("30");
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.getByTestId("sealed")).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await page.getByTestId("sealed").waitFor();
}

describe("a tablet of several seats", () => {
  test("is locked until somebody says who he is, keeps the seats apart, and sends what the former judge sealed", async (t) => {
    const page = await tablet(t);
    await axe(page);
    await page.locator("[data-testid=sitter][data-judge=judge-J1]").click();
    await axe(page);
    for (const [first, second, words] of [["25", "25", /4 到 8 位/], ["2580", "2581", /不同/]]) {
      await pin(page, first, second);
      await page.getByTestId("pin-said").getByText(words).waitFor();
    }
    await pin(page, "2580");
    const large = page.getByTestId("sitting");
    await large.waitFor();
    assert.match(await large.innerText(), /裁判J1.*J1/);
    assert.ok(parseFloat(await large.evaluate((element) => getComputedStyle(element).fontSize)) >= 24);
    await task(page, "c001").waitFor();
    await page.context().setOffline(true);
    await seal(page, "c001", "50");
    await page.getByTestId("lock-now").click();
    await page.getByTestId("lock").getByText("还有 1 张评分表正在送出").waitFor();
    await sit(page, "J2", "1470"); // without a network
    await state(page, "c001", "open").waitFor();
    await page.context().setOffline(false);
    for (;;) {
      const sheet = await server.call("GET", sheetPath("c001", "w-practice", "J1"));
      if (sheet.status === 200) { assert.equal(sheet.json.by, "judge-J1"); break; }
    }
    await seal(page, "c001", "41");
    await page.locator("[data-testid=sealed][data-green=true]").waitFor();
    assert.equal((await server.call("GET", sheetPath("c001", "w-practice", "J2"))).json.by, "judge-J2");
  });

  test("slows down who guesses the PIN, also over a reload, and lets the right one in", async (t) => {
    const page = await tablet(t);
    await sit(page, "J1", "2580");
    await page.reload();
    await page.getByTestId("lock").waitFor(); // a reload is no way in
    await page.locator("[data-testid=sitter][data-judge=judge-J1]").click();
    for (const words of [/不对/, /不对/, /请等 2 秒/]) {
      await pin(page, "0000");
      await page.getByTestId("pin-said").getByText(words).waitFor();
    }
    await page.reload();
    await page.locator("[data-testid=sitter][data-judge=judge-J1]").click();
    await page.clock.fastForward(2000);
    await pin(page, "0000");
    await page.getByTestId("pin-said").getByText(/请等 4 秒/).waitFor();
    await pin(page, "2580"); // the right one has to wait as well
    await page.getByTestId("pin-said").getByText(/请等/).waitFor();
    await axe(page);
    await page.clock.fastForward(4000);
    await pin(page, "2580");
    await page.getByTestId("sitting").waitFor();
  });

  test("locks by itself when nobody touches it for as long as was chosen, and what was being written is there again", async (t) => {
    const page = await tablet(t);
    await page.getByTestId("idle").selectOption("2");
    await sit(page, "J1", "2580");
    await task(page, "c001").click();
    await page.locator("#field-a").fill("33.5");
    await page.clock.fastForward(110_000);
    await page.getByTestId("sitting").waitFor();
    await page.locator("#field-b").press("Tab"); // a touch begins the time anew
    await page.clock.fastForward(110_000);
    assert.equal(await page.getByTestId("lock").count(), 0);
    await page.clock.fastForward(15_000);
    await page.getByTestId("lock").waitFor();
    await sit(page, "J1", "2580");
    assert.equal(await page.locator("#field-a").inputValue(), "33.5");
  });

  test("ends a shift with a list of what is sealed, unsent and unfinished, which both confirm", async (t) => {
    const page = await tablet(t);
    await sit(page, "J1", "2580");
    await seal(page, "c001", "50");
    await page.locator("[data-testid=sealed][data-green=true]").waitFor();
    const { receipt } = (await server.call("GET", sheetPath("c001", "w-practice", "J1"))).json;
    await page.getByTestId("end-shift").click();
    assert.match(await page.getByTestId("shift").innerText(), new RegExp(`已封存\\s+1[\\s\\S]*还没送出\\s+0[\\s\\S]*№${receipt.number} 选手1`));
    await axe(page);
    await pin(page, "9999");
    await page.getByTestId("pin-said").waitFor();
    await pin(page, "2580");
    await page.locator("[data-testid=arrives][data-judge=judge-J2]").click();
    await pin(page, "1470");
    await page.getByTestId("sitting").getByText("裁判J2").waitFor();
    await page.getByTestId("tab-receipts").click();
    await page.getByTestId("shifts").getByText("裁判J1 → 裁判J2：已封存 1 张，未送出 0 张，没写完 0 张").waitFor();
    await axe(page);
  });
});
