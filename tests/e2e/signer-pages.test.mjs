// The judge's page signs what it seals with the tablet's own key: over plain http by a host name, where a browser has no
// crypto.subtle; kept without a network; handed over as a file; and paired again once the browser has lost the key.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { axe, journalOf, prepare, serve } from "./lib.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const HOST = "tablet.hall.example";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];
const BASE = "/api/v1/competitions/small";

let browser, server;
before(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  server = await serve();
  await prepare(server, { competitors: 6 });
  assert.equal((await server.call("PUT", `${BASE}/sessions/welder`, { body: { open: true } })).status, 201);
});
after(async () => {
  await browser.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const card = async (seat) => (await server.call("POST", `${BASE}/cards`, { body: { judge: `judge-${seat}` } })).json.code;
const address = (path) => `http://${HOST}:${new URL(server.url).port}${path}`;

async function open(t, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN", acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(address(path));
  return page;
}
async function tablet(t, seat) {
  const page = await open(t, `/judge.html?c=small#card=${await card(seat)}`);
  await page.getByTestId("next").waitFor();
  return page;
}

async function seal(page, competitor, a = "50") {
  await page.locator(`[data-testid=task][data-competitor=${competitor}]`).click();
  await page.locator("#field-a").fill(a);
  await page.locator("#field-b").fill("30");
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.getByTestId("sealed")).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await page.getByTestId("sealed").waitFor();
}
const receipt = (page, competitor, state) => page.locator(`[data-testid=task][data-competitor=${competitor}] [data-testid=state][data-state=${state}]`);

async function keyOf(page) {
  const token = await page.evaluate(() => JSON.parse(localStorage.getItem("jinbang.judge.tokens")).small);
  return (await server.call("GET", "/api/v1/access", { token })).json.device.key;
}
const signers = async (seat) => (await journalOf(server, "small")).filter(({ head }) => head.kind === "sheet" && head.seat === seat).map(({ head }) => head.signer);

describe("a tablet that was paired by a card", () => {
  test("signs what it seals, also what it keeps without a network", async (t) => {
    const page = await tablet(t, "J1");
    assert.equal(await page.evaluate(() => isSecureContext || "subtle" in crypto), false);
    await seal(page, "c001");
    await receipt(page, "c001", "sealed").waitFor();
    await page.context().setOffline(true);
    for (const competitor of ["c002", "c003"]) await seal(page, competitor);
    await receipt(page, "c003", "kept").waitFor();
    await page.context().setOffline(false);
    await receipt(page, "c003", "sealed").waitFor({ timeout: 40_000 });
    const key = await keyOf(page);
    assert.match(key, /^[0-9a-f]{64}$/);
    assert.deepEqual(await signers("J1"), [key, key, key]);
  });

  test("hands over what it has signed: the console sends it with the tablet's signature", async (t) => {
    const page = await tablet(t, "J2");
    const key = await keyOf(page);
    await page.context().setOffline(true);
    await seal(page, "c001");
    await page.getByTestId("tab-receipts").click();
    await page.getByTestId("hand-over").click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("parcel-save").click()]);
    const scratch = mkdtempSync(join(tmpdir(), "jinbang-signer-"));
    t.after(() => rmSync(scratch, { recursive: true }));
    const file = join(scratch, "unsent.json");
    await download.saveAs(file);
    const desk = await open(t, `/console.html?c=small#token=${server.token}`);
    await desk.locator("[data-tab=devices]").or(desk.getByRole("button", { name: "设备", exact: false })).first().click();
    await desk.getByTestId("parcel-file").waitFor({ state: "attached" });
    await desk.getByTestId("parcel-file").setInputFiles(file);
    await desk.locator("[data-testid=parcel-sheet][data-state=sealed]").waitFor();
    assert.deepEqual(await signers("J2"), [key]);
  });

  test("that lost its key keeps what is sealed, says so, and sends it once it was paired again", async (t) => {
    const page = await tablet(t, "J3");
    const first = await keyOf(page);
    await page.evaluate(() => new Promise((resolve, reject) => {
      const asked = indexedDB.open("jinbang");
      asked.onsuccess = () => {
        const change = asked.result.transaction("memory", "readwrite");
        change.objectStore("memory").clear();
        change.oncomplete = resolve;
        change.onerror = () => reject(change.error);
      };
    }));
    await page.reload();
    await page.getByTestId("key-lost").waitFor();
    await axe(page);
    await seal(page, "c001");
    await receipt(page, "c001", "kept").waitFor();
    assert.deepEqual(await signers("J3"), []);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/key-lost.png` });
    const code = await card("J3");
    await page.getByTestId("pair-again").click();
    await page.getByTestId("pair-sure").click();
    await page.getByTestId("pair-sure").waitFor({ state: "detached" });
    await page.getByTestId("code").waitFor();
    await page.keyboard.type(code.replaceAll("-", "")); // the last sign checks the others: it is used at once
    await receipt(page, "c001", "sealed").waitFor();
    assert.equal(await page.getByTestId("key-lost").count(), 0);
    const key = await keyOf(page);
    assert.notEqual(key, first);
    assert.deepEqual(await signers("J3"), [key]);
  });
});
