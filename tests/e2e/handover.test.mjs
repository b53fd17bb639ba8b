// The last resort: a tablet that finds no network hands its unsent sheets over as a file or as codes on its screen. The console or
// another tablet of the seat sends them with the first keys, so that nothing counts twice; an altered file is refused in words.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cameraOf, filmOf } from "./film.mjs";
import { axe, prepare } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const TABLET = { width: 1280, height: 800 };
const J1 = "judge-J1";

let browser, server, tokens, scratch;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), "jinbang-hand-"));
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true });
});

async function start(t) {
  server = await serveSite();
  const mine = server;
  t.after(async () => {
    await mine.kill();
    mine.remove();
  });
  tokens = await prepare(server);
}

async function open(t, url, from = browser) {
  const context = await from.newContext({ viewport: TABLET, locale: "zh-CN", acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(url);
  return page;
}
const judge = (t, from) => open(t, `${server.url}/judge.html?c=small#token=${tokens[J1]}`, from);

// Two sheets sealed without a network, and the dialog that hands them over.
async function stranded(t) {
  const page = await judge(t);
  await page.getByTestId("next").waitFor();
  await page.context().setOffline(true);
  for (const [competitor, a] of [["c001", "50"], ["c002", "41.5"]]) {
    await page.locator(`[data-testid=task][data-competitor=${competitor}]`).click();
    await page.locator("#field-a").fill(a);
    await page.locator("#field-b").fill("30");
    await page.getByTestId("seal").click();
    const anyway = page.getByTestId("seal-anyway");
    await anyway.or(page.getByTestId("sealed")).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await page.getByTestId("sealed").waitFor();
  }
  await page.getByTestId("tab-receipts").click();
  await page.getByTestId("hand-over").click();
  await page.getByTestId("parcel-save").waitFor();
  return page;
}

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("parcel-save").click()]);
  const file = join(scratch, "unsent.json");
  await download.saveAs(file);
  return file;
}

async function office(t) {
  const page = await open(t, `${server.url}/console.html?c=small#token=${server.token}`);
  await page.locator("[data-tab=devices]").or(page.getByRole("button", { name: "设备", exact: false })).first().click();
  await page.getByTestId("parcel-file").waitFor({ state: "attached" });
  return page;
}

const sheets = async () => (await server.call("GET", "/api/v1/competitions/small/journal?limit=1000")).raw.split("\n")
  .filter((line) => line.includes("client_time")).length;

// Back on the network the tablet learns that all has arrived, and nothing more is written.
async function comesBack(page) {
  await page.keyboard.press("Escape");
  await page.context().setOffline(false);
  await page.locator("[data-testid=receipt][data-state=sealed]").nth(1).waitFor();
  assert.equal(await sheets(), 2);
}

describe("unsent sheets", () => {
  test("are taken in at the console from a file, and count once when the tablet finds its network again", async (t) => {
    await start(t);
    const page = await stranded(t);
    await axe(page);
    const file = await saved(page);
    const desk = await office(t);
    await desk.getByTestId("parcel-file").setInputFiles(file);
    await desk.locator("[data-testid=parcel-sheet][data-state=sealed]").nth(1).waitFor();
    await axe(desk);
    assert.equal(await sheets(), 2);
    await comesBack(page);
  });

  test("that were altered are refused in words, also where the digest was made to fit, and nothing is written", async (t) => {
    await start(t);
    const file = await saved(await stranded(t));
    const desk = await office(t);
    const sealed = JSON.parse(readFileSync(file, "utf8"));
    const parcel = sealed.parcel.replace('\\"50\\"', '\\"60\\"');
    assert.notEqual(parcel, sealed.parcel);
    const digest = `sha-256:${createHash("sha256").update(parcel).digest("hex")}`;
    for (const [text, words] of [
      [{ ...sealed, parcel }, /改动过/], [{ ...sealed, parcel, digest }, /不是这名裁判的平板生成的/], [{ hello: 1 }, /不是评分表交接文件/],
    ]) {
      writeFileSync(file, JSON.stringify(text));
      await desk.getByTestId("parcel-file").setInputFiles(file);
      await desk.getByTestId("parcel-refused").getByText(words).waitFor();
      await axe(desk);
    }
    assert.equal(await sheets(), 0);
  });

  test("go to another tablet of the seat by codes and its camera", async (t) => {
    await start(t);
    const page = await stranded(t);
    const codes = new Map();
    const shown = page.getByTestId("parcel-code");
    const count = Number(/\/(\d+):/.exec(await shown.getAttribute("data-code"))[1]);
    assert.ok(count > 1);
    while (codes.size < count) {
      const code = await shown.getAttribute("data-code");
      codes.set(code, true);
      await page.getByTestId("parcel-next").click();
    }
    const film = join(scratch, "codes.y4m");
    writeFileSync(film, filmOf([...codes.keys()]));
    const other = await launch(cameraOf(film));
    t.after(() => other.close());
    const second = await judge(t, other);
    await second.getByTestId("tab-receipts").click();
    await second.locator("summary").click();
    await axe(second);
    await second.getByTestId("scan").click();
    await second.getByTestId("parcel-took").waitFor({ timeout: 60_000 });
    await second.locator("[data-testid=receipt][data-state=sealed]").nth(1).waitFor();
    await comesBack(page);
  });
});
