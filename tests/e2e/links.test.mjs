// A judge's own link: who has lost one is given another, the old one dies at once, and what was written with it is not lost.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { fits, isProblem, journalOf, practice, prepare, serve, sheetPath } from "./lib.mjs";
import { until } from "./redis.mjs";

const BASE = "/api/v1/competitions/small";
const SIZES = [{ width: 390, height: 844 }, { width: 800, height: 1280 }];
const HALL = { width: 1280, height: 800 };
let server, tokens, browser;
const faults = [];

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const judge = async (id) => (await must("GET", `${BASE}/judges`, {}, 200)).judges.find((each) => each.id === id);
const relink = (id, options = {}) => server.call("POST", `${BASE}/judges/${id}/link`, { body: {}, ...options });

before(async () => {
  server = await serve();
  tokens = await prepare(server);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(address, more) {
  const context = await browser.newContext({ viewport: HALL, locale: "zh-CN", ...more });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(server.url + address);
  return page;
}

function* filesUnder(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) yield* filesUnder(path);
    else if (found?.isFile()) yield path;
  }
}

describe("a judge's link", () => {
  test("given anew opens his seats, the one before nothing from then on, also after a restart", async () => {
    const old = tokens["judge-J2"];
    const key = "0199c1d2-0000-7000-8000-0000000000b1";
    const [first, again] = [await relink("judge-J2", { key }), await relink("judge-J2", { key })];
    assert.deepEqual([first.status, again.status, again.json.token], [201, 200, first.json.token]);
    for (const round of ["at once", "after a restart"]) {
      isProblem(await server.call("GET", `${BASE}/sheets`, { token: old }), 401, "token-unknown");
      assert.deepEqual((await must("GET", `${BASE}/access`, { token: first.json.token }, 200)).seats.map(({ seat }) => seat), ["J2"], round);
      if (round === "at once") {
        await server.stop();
        server = await serve({ dir: server.dir });
      }
    }
    tokens["judge-J2"] = first.json.token;
  });

  test("ends without another one, which the list says, and is not ended twice", async () => {
    assert.equal((await judge("judge-J3")).link, true);
    await must("DELETE", `${BASE}/judges/judge-J3/link`, {});
    assert.equal((await judge("judge-J3")).link, false);
    isProblem(await server.call("PUT", sheetPath("c001", "w-practice", "J3"), { token: tokens["judge-J3"], body: practice("40", "20") }), 401, "token-unknown");
    isProblem(await server.call("DELETE", `${BASE}/judges/judge-J3/link`, {}), 409, "link-none");
    isProblem(await relink("nobody"), 404, "unknown-judge");
    tokens["judge-J3"] = (await must("POST", `${BASE}/judges/judge-J3/link`, { body: {} })).token;
    await must("PUT", sheetPath("c001", "w-practice", "J3"), { token: tokens["judge-J3"], body: practice("40", "20") });
  });

  test("is nowhere but with its holder: the journal has its hash, the disk and the log not even the words", async () => {
    const token = tokens["judge-J3"];
    const journal = await journalOf(server, "small");
    assert.ok(journal.some((line) => JSON.stringify(line).includes(createHash("sha256").update(token).digest("hex"))));
    for (const path of filesUnder(server.dir)) assert.ok(!readFileSync(path).includes(token), path);
    assert.ok(!server.log.join().includes(token));
    assert.ok(!JSON.stringify(await must("GET", `${BASE}/judges`, {}, 200)).includes(token));
  });

  test("says when it was here and what it has not sent, and a new one has not been seen yet", async () => {
    assert.equal((await judge("judge-K")).last_seen, undefined);
    await must("POST", "/api/v1/beat", { token: tokens["judge-K"], body: { unsent: 3 } }, 200);
    const { last_seen: seen, unsent } = await judge("judge-K");
    assert.ok(seen > 0);
    assert.equal(unsent, 3);
    tokens["judge-K"] = (await relink("judge-K")).json.token;
    assert.equal((await judge("judge-K")).last_seen, undefined);
  });
});

describe("on the pages", () => {
  test("a stolen link is refused after its end, and the unsent sheet of the tablet it was stolen from is sent with the new one, once", async () => {
    const stolen = tokens["judge-J1"];
    const tablet = await open(`/judge.html?c=small#token=${stolen}`);
    await until(async () => (await judge("judge-J1")).last_seen !== undefined);
    await tablet.context().setOffline(true);
    await tablet.locator("[data-testid=task][data-competitor=c002]").click();
    await tablet.locator("#field-a").fill("41");
    await tablet.locator("#field-b").fill("22");
    await tablet.getByTestId("seal").click();
    const anyway = tablet.getByTestId("seal-anyway");
    await anyway.or(tablet.getByTestId("sealed")).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    await tablet.getByTestId("sealed").waitFor();

    const desk = await open(`/console.html#token=${server.token}`);
    await desk.getByTestId("tab-judges").click();
    const row = desk.locator("[data-testid=judge-row][data-judge=judge-J1]");
    await row.getByTestId("judge-seen").getByText("刚才").waitFor();
    await row.getByTestId("link-end").click();
    await fits(desk, "judge-link", SIZES, HALL);
    await row.getByTestId("link-end").blur(); // whoever turned away is asked again
    for (const sure of ["作废链接", "确定作废"]) await row.getByTestId("link-end").filter({ hasText: sure }).click();
    await row.getByTestId("link-ended").waitFor();
    isProblem(await server.call("PUT", sheetPath("c002", "w-practice", "J1"), { token: stolen, body: practice("60", "40") }), 401, "token-unknown");
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status, 404);

    await tablet.context().setOffline(false);
    await tablet.getByText("没有发出的评分表仍保存在本机").waitFor();
    await fits(tablet, "link-lost", SIZES, HALL);
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status, 404);
    await row.getByTestId("link-anew").click();
    await row.getByTestId("link-anew").click();
    const link = await desk.getByTestId("judge-link").getAttribute("data-link");
    assert.ok(!link.includes(stolen));
    await tablet.goto("about:blank");
    await tablet.goto(link);
    await until(async () => (await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status === 200);
    const kept = (await must("GET", sheetPath("c002", "w-practice", "J1"), {}, 200));
    assert.deepEqual([kept.by, kept.body.marks.map(({ value }) => value)], ["judge-J1", ["41", "22"]]);
    const sheets = (await must("GET", `${BASE}/sheets`, {}, 200)).sheets.filter(({ competitor, seat }) => competitor === "c002" && seat === "J1");
    assert.equal(sheets.length, 1);
    await tablet.context().close();
    await desk.context().close();
  });

  test("in English too, an open tablet is told within its next question why nothing goes on", async () => {
    const tablet = await open(`/judge.html?c=small#token=${tokens["judge-J2"]}`, { locale: "en" });
    await tablet.getByTestId("task").first().waitFor();
    await must("DELETE", `${BASE}/judges/judge-J2/link`, {});
    await tablet.getByText(/Sheets that are not sent yet are kept here/).waitFor();
    await tablet.getByTestId("new-token").waitFor();
    await tablet.context().close();
  });
});
