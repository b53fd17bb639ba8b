// A trial sheet that is still being written is kept as a real one is: over a reload, with the server, for another tablet of the seat.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { definition, prepare, serve } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";
let server, tokens, browser;
before(async () => {
  server = await serve();
  const { stages } = definition().skills[0];
  stages[0].modules[1].parts[0].trial = { samples: 2 };
  tokens = await prepare(server, { more: { stages } });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const J1 = "judge-J1";
const drafts = async () => (await server.call("GET", `${BASE}/drafts`, { token: tokens[J1] })).json.drafts;
const put = (part, sample, seat = "J1") =>
  server.call("PUT", `${BASE}/drafts/${part}/${sample}/${seat}`, { token: tokens[J1], key: null, body: { device: "d1", values: { a: "5" } } });

test("the server keeps it for the samples that the part has, for the seat's own judge", async () => {
  const slug = (answer) => [answer.status, answer.json.type?.replace("/problems/", "")];
  assert.deepEqual(slug(await put("w-practice", ".3")), [422, "no-trial"]);
  assert.deepEqual(slug(await put("w-theory", ".1", "K")), [422, "no-trial"]);
  assert.deepEqual(slug(await put("w-practice", ".0")), [404, "unknown-competitor"]);
  assert.deepEqual(slug(await put("w-practice", ".1", "J2")), [403, "not-your-seat"]);
  assert.deepEqual(slug(await put("w-practice", ".1", "X")), [404, "unknown-seat"]);
  assert.deepEqual(slug(await put("other", ".1")), [404, "unknown-part"]);
  assert.deepEqual(await drafts(), []);
  assert.equal((await put("w-practice", ".2")).status, 200);
  assert.deepEqual((await drafts()).map(({ part, competitor, seat }) => [part, competitor, seat]), [["w-practice", ".2", "J1"]]);
  assert.equal((await server.call("DELETE", `${BASE}/drafts/w-practice/.2/J1`, { token: tokens[J1] })).status, 200);
  assert.deepEqual(await drafts(), []);
});

test("a reload and another tablet go on where it was left; sealed, it is nowhere left as a draft", async () => {
  const open = async () => {
    const page = await (await browser.newContext({ locale: "zh-CN" })).newPage();
    await page.goto(`${server.url}/judge.html?c=small#token=${tokens[J1]}`);
    return page;
  };
  const sample = (page) => page.locator("[data-testid=trial][data-sample='1']");
  const figure = (page) => page.locator("#field-a");
  const shows = (page, value) => page.waitForFunction((text) => document.querySelector("#field-a")?.value === text, value);

  const first = await open();
  await sample(first).click();
  const kept = first.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/drafts/w-practice/.1/J1"));
  await figure(first).fill("41.5");
  assert.equal((await kept).status(), 200);
  await first.reload();
  await sample(first).click();
  await shows(first, "41.5");

  const second = await open();
  await second.getByTestId("take-seat").click();
  await sample(second).click();
  await shows(second, "41.5");
  await second.locator("#field-b").fill("20");
  const gone = second.waitForResponse((answer) => answer.request().method() === "DELETE" && answer.url().includes("/drafts/w-practice/.1/J1"));
  await second.getByTestId("seal").click();
  const sealed = second.getByTestId("trial-sealed");
  const anyway = second.getByTestId("seal-anyway");
  await anyway.or(sealed).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await sealed.waitFor();
  await gone;
  assert.deepEqual(await drafts(), []);
  await second.reload();
  await sample(second).click();
  await second.getByTestId("trial-sealed").waitFor();
});
