// Whose turn it is: a judge's list follows the draw, and what is still to be marked comes first.
import { test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { practice, prepare, serve, sheetPath } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";

test("the list is in the drawn order, batch after batch; who was not drawn comes after; what is sealed goes to the end", async (t) => {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  t.after(async () => {
    await browser.close();
    await server.stop();
    server.remove();
  });
  const tokens = await prepare(server, { competitors: 5 });
  const must = async (method, path, options) => assert.equal((await server.call(method, path, options)).status, 201);
  for (const competitor of ["c001", "c002", "c003", "c005"]) await must("POST", `${BASE}/check-in`, { body: { competitor, state: "present" } });
  const numbers = ["c005", "c002", "c003", "c001"].map((competitor, at) => ({ competitor, number: at + 1 }));
  await must("POST", `${BASE}/draws/welder/table`, { body: { stations: 2, numbers } });
  await must("PUT", sheetPath("c002", "w-practice", "J1"), { token: tokens["judge-J1"], body: practice("50", "30") });

  const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await page.goto(`${server.url}/judge.html?c=small#token=${tokens["judge-J1"]}`);
  const order = () => page.locator("[data-testid=task]").evaluateAll((all) => all.map((each) => each.dataset.competitor));
  await page.locator("[data-testid=task]").nth(4).waitFor();
  assert.deepEqual(await order(), ["c005", "c003", "c001", "c004", "c002"]);

  await page.getByTestId("next").getByText("选手5").waitFor();
  await must("PUT", sheetPath("c005", "w-practice", "J1"), { token: tokens["judge-J1"], body: practice("40", "30") });
  await page.reload();
  await page.getByTestId("next").getByText("选手3").waitFor();
  assert.deepEqual(await order(), ["c003", "c001", "c004", "c005", "c002"]);
  await page.locator("[data-way=across]").click();
  await page.locator("[data-testid=piece]").nth(4).waitFor();
  assert.deepEqual(await page.locator("[data-testid=piece]").evaluateAll((all) => all.map((each) => each.dataset.competitor)), ["c005", "c002", "c003", "c001", "c004"], "across, rows stay where they are");
});
