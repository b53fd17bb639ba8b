// Nothing that a judge has written is lost: it is on the tablet, with the server, and on whatever device goes on with the seat; and
// whoever has to wait, choose or call somebody is told so in words. In a real browser; axe-core on each state.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BINARY, inPage, SOURCE, axe, definition, practice, prepare, seenRules, sheetPath } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const TABLET = { width: 1280, height: 800 };
const J1 = "judge-J1";

let browser, server, tokens;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function start(t, { flags = [], competitors = 3 } = {}) {
  server = await serveSite({ flags });
  const mine = server;
  t.after(async () => {
    await mine.kill();
    mine.remove();
  });
  tokens = await prepare(server, { competitors });
}

async function device(t, { viewport = TABLET } = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN" });
  const faults = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  return context;
}

async function judge(context, seat = "J1") {
  const page = await context.newPage();
  await page.goto(`${server.url}/judge.html?c=small#token=${tokens[`judge-${seat}`]}`);
  return page;
}

const field = (page, id) => page.locator(`#field-${id}`);
const task = (page, competitor) => page.locator(`[data-testid=task][data-competitor=${competitor}]`);
const state = (page, competitor, is) => task(page, competitor).locator(`[data-testid=state][data-state=${is}]`);
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");
const drafts = async (judge = J1) => (await server.call("GET", "/api/v1/competitions/small/drafts", { token: tokens[judge] })).json.drafts;

async function until(ask) {
  for (;;) {
    const found = await ask();
    if (found) return found;
  }
}

async function write(page, competitor, a, b) {
  await task(page, competitor).click();
  await field(page, "a").fill(a);
  if (b !== undefined) await field(page, "b").fill(b);
}

async function seal(page) {
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.getByTestId("sealed")).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await page.getByTestId("sealed").waitFor();
}

describe("what is being written", () => {
  test("is with the server within five seconds, and a fresh browser of the same seat shows it and all that is sealed", async (t) => {
    await start(t);
    const page = await judge(await device(t));
    await write(page, "c001", "50", "30.5");
    await seal(page);
    await green(page).waitFor();
    await write(page, "c002", "41.5");
    const typed = Date.now();
    const [draft] = await until(async () => { const all = await drafts(); return all.length > 0 && all; });
    assert.ok(Date.now() - typed < 5000, `${Date.now() - typed} ms`);
    assert.deepEqual([draft.competitor, draft.draft.values.a], ["c002", "41.5"]);
    const fresh = await judge(await device(t));
    await state(fresh, "c001", "sealed").waitFor();
    await state(fresh, "c002", "begun").waitFor();
    await task(fresh, "c002").click();
    assert.equal(await field(fresh, "a").inputValue(), "41.5");
    await field(fresh, "b").fill("20");
    await seal(fresh);
    await green(fresh).waitFor();
    await until(async () => (await drafts()).length === 0);
    const other = await judge(await device(t), "J2");
    await state(other, "c002", "open").waitFor(); // another seat knows nothing of it
  });

  test("on two devices differently is shown side by side and nothing is replaced before the judge chooses", async (t) => {
    await start(t);
    const [first, second] = [await judge(await device(t)), await judge(await device(t))];
    await task(second, "c001").waitFor();
    await write(first, "c001", "50");
    await until(async () => (await drafts())[0]?.draft.values.a === "50");
    await write(second, "c001", "44");
    const choice = second.getByTestId("stale");
    await choice.waitFor();
    assert.match(await choice.innerText(), /两份都保存着[\s\S]*44[\s\S]*50/);
    assert.equal((await drafts())[0].draft.values.a, "50");
    await axe(second);
    await second.getByTestId("keep-mine").click();
    assert.equal(await field(second, "a").inputValue(), "44");
    await until(async () => (await drafts())[0]?.draft.values.a === "44");
    await field(first, "b").fill("10"); // and the first one is asked in its turn
    await first.getByTestId("stale").waitFor();
    await first.getByTestId("take-theirs").click();
    assert.equal(await field(first, "a").inputValue(), "44");
  });

  test("carries why a sealed sheet is changed: another device of the seat goes on with the reason, and two of them are compared", async (t) => {
    await start(t);
    const first = await judge(await device(t));
    await write(first, "c001", "50", "30.5");
    await seal(first);
    await first.getByTestId("amend").click();
    await field(first, "a").fill("51");
    await first.getByTestId("reason").fill("看错了一处");
    const kept = (words) => until(async () => (await drafts())[0]?.draft.values["/reason"] === words);
    await kept("看错了一处");
    const second = await judge(await device(t));
    await task(second, "c001").click();
    assert.deepEqual([await field(second, "a").inputValue(), await second.getByTestId("reason").inputValue()], ["51", "看错了一处"]);
    await second.getByTestId("reason").fill("抄错了一行");
    await kept("抄错了一行");
    await first.getByTestId("reason").fill("看错了两处");
    const choice = first.getByTestId("stale");
    await choice.waitFor();
    assert.match(await choice.innerText(), /改分原因\s*看错了两处\s*抄错了一行/);
    await axe(first);
    await first.getByTestId("take-theirs").click();
    assert.equal(await first.getByTestId("reason").inputValue(), "抄错了一行");
    await seal(first);
    await green(first).waitFor();
    const sheet = (await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token: tokens[J1] })).json;
    assert.deepEqual([sheet.body.marks[0].value, sheet.body.reason], ["51", "抄错了一行"]);
  });

  test("looks on a fresh browser of the seat as the judge has wished, also what was wished without a network", async (t) => {
    await start(t);
    const context = await device(t);
    const page = await judge(context);
    await task(page, "c001").waitFor();
    await context.setOffline(true);
    await page.getByTestId("look").click();
    await page.locator("[data-size=larger]").and(page.locator("button")).click();
    await page.locator("[data-theme-choice=dark]").click();
    await context.setOffline(false);
    await until(async () => (await server.call("GET", `/api/v1/competitions/small/desks/${J1}/look`, { token: tokens[J1] })).json.look?.theme === "dark");
    const fresh = await judge(await device(t));
    await fresh.locator("html[data-size=larger][data-theme=dark]").waitFor();
    const other = await judge(await device(t), "J2");
    await task(other, "c001").waitFor();
    assert.equal(await other.locator("html").getAttribute("data-size"), "normal");
  });

  test("is witnessed by a file of receipts that the judge keeps, of his other device too, and verify takes it", async (t) => {
    await start(t);
    const page = await judge(await device(t));
    assert.equal((await server.call("PUT", sheetPath("c003", "w-practice", "J1"), { token: tokens[J1], body: practice("33", "22") })).status, 201);
    await write(page, "c001", "50", "30.5");
    await seal(page);
    await green(page).waitFor();
    await page.getByTestId("tab-receipts").click();
    await page.locator("[data-testid=receipt][data-state=sealed]").nth(1).waitFor();
    await page.getByText("自己留存回执").click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-receipts").click()]);
    assert.equal(file.suggestedFilename(), "small-receipts.ndjson");
    const path = await file.path();
    assert.deepEqual(readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line).competitor), ["c003", "c001"]);
    await axe(page);
    const verify = () => spawnSync(BINARY, ["verify", "--data", server.dir, "--receipts", path], { encoding: "utf8" });
    const good = verify();
    assert.equal(good.status, 0, good.stdout + good.stderr);
    assert.match(good.stdout, /receipts=2 differences=0/);
    writeFileSync(path, readFileSync(path, "utf8").replace(/"chain":"sha-256:.{4}/, '"chain":"sha-256:0000'));
    assert.match(verify().stdout, /the chain up to there has been changed/);
  });

  test("of a sheet that was sealed on another device meanwhile is compared before it goes on", async (t) => {
    await start(t);
    const context = await device(t);
    const page = await judge(context);
    await write(page, "c001", "50");
    await until(async () => (await drafts()).length === 1);
    await page.getByTestId("tab-receipts").click();
    const sent = await server.call("PUT", sheetPath("c001", "w-practice", "J1"), { token: tokens[J1], body: practice("33", "22") });
    assert.equal(sent.status, 201, sent.raw);
    await page.reload();
    await page.getByTestId("meanwhile").waitFor(); // what is being written is not torn away
    assert.equal(await field(page, "a").inputValue(), "50");
    await axe(page);
    await task(page, "c002").click();
    await task(page, "c001").click();
    const choice = page.getByTestId("stale");
    await choice.waitFor();
    assert.match(await choice.innerText(), /50[\s\S]*33/);
    await axe(page);
    await page.getByTestId("take-theirs").click();
    await green(page).waitFor();
    assert.match(await green(page).innerText(), new RegExp(`№${sent.json.receipt.number}\\b`));
  });
});

describe("a second page or tablet", () => {
  test("of the same browser is offered to take over; what the first was writing goes along, and each sheet is sealed once", async (t) => {
    await start(t);
    const context = await device(t);
    const first = await judge(context);
    await write(first, "c001", "50", "30");
    await context.setOffline(true);
    await seal(first);
    await first.locator("section.sheet [data-testid=state][data-state=kept]").waitFor();
    await context.setOffline(false);
    await write(first, "c002", "41.5");
    const second = await context.newPage();
    await second.goto(`${server.url}/judge.html?c=small`);
    await second.getByTestId("elsewhere").waitFor();
    await axe(second);
    await field(first, "a").fill("42.5"); // and at once:
    await second.getByTestId("take-over").click();
    await first.getByTestId("away").waitFor();
    assert.match(await first.getByTestId("away").innerText(), /已在另一个页面继续[\s\S]*都已保存/);
    await axe(first);
    await state(second, "c001", "sealed").waitFor();
    await task(second, "c002").click();
    assert.equal(await field(second, "a").inputValue(), "42.5");
    const journal = await server.call("GET", "/api/v1/competitions/small/journal");
    const sheets = journal.raw.split("\n").filter((line) => line.includes("c001") && line.includes("w-practice") && line.includes("client_time"));
    assert.equal(sheets.length, 1);
    await second.close(); // the first one goes on by itself
    await task(first, "c002").waitFor();
    assert.equal(await first.getByTestId("away").count(), 0);
  });

  test("on the same seat is offered to take over, the first one is told, and what it has not sent is still sent", async (t) => {
    await start(t);
    const [one, two] = [await device(t), await device(t)];
    const first = await judge(one);
    await task(first, "c001").waitFor();
    const second = await judge(two);
    const offer = second.locator("[data-testid=company][data-state=shared]");
    await offer.waitFor();
    await axe(second);
    await one.setOffline(true);
    await write(first, "c001", "50", "30");
    await seal(first);
    await second.getByTestId("take-seat").click();
    await offer.waitFor({ state: "detached" });
    await one.setOffline(false);
    const told = first.locator("[data-testid=company][data-state=lost]");
    await told.waitFor();
    assert.match(await told.innerText(), /接管了这个席位[\s\S]*继续送出/);
    await axe(first);
    await green(first).waitFor();
    await first.getByTestId("take-seat").click();
    await told.waitFor({ state: "detached" });
    await second.locator("[data-testid=company][data-state=lost]").waitFor();
  });
});

describe("trouble", () => {
  test("of a full storage is told in words, the sheet is sent all the same, and kept once there is room", async (t) => {
    await start(t);
    const context = await device(t);
    const page = await context.newPage();
    await page.goto(`${server.url}/trust`);
    const cdp = await context.newCDPSession(page);
    const quota = (quotaSize) => cdp.send("Storage.overrideQuotaForOrigin", { origin: server.url, ...(quotaSize === undefined ? {} : { quotaSize }) });
    await quota(1); // before the first write: Chromium remembers for half a minute what room there was
    await page.goto(`${server.url}/judge.html?c=small#token=${tokens[J1]}`);
    await write(page, "c001", "50", "30");
    await page.getByTestId("short").waitFor();
    assert.match(await page.getByTestId("short").innerText(), /存储空间已满[\s\S]*不要关闭/);
    await axe(page);
    await seal(page);
    await green(page).waitFor();
    await quota();
    await write(page, "c002", "1");
    await page.getByTestId("short").waitFor({ state: "detached" });
    await page.reload();
    await page.getByTestId("tab-receipts").click();
    assert.equal(await page.locator("[data-testid=receipt][data-state=sealed]").count(), 1);
    assert.equal(await page.getByText("在别的设备上封存").count(), 0); // this tablet has kept it itself
  });

  test("of a wrong clock is told in words, and what is sent carries the server's time", async (t) => {
    await start(t);
    const context = await device(t);
    const page = await context.newPage();
    await page.clock.setSystemTime(Date.now() - 3 * 3600_000);
    await page.goto(`${server.url}/judge.html?c=small#token=${tokens[J1]}`);
    await page.getByTestId("clock").waitFor();
    assert.match(await page.getByTestId("clock").innerText(), /慢了 180 分钟/);
    await axe(page);
    await write(page, "c001", "50", "30");
    await seal(page);
    await green(page).waitFor();
    const sheet = (await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token: tokens[J1] })).json;
    assert.ok(Math.abs(Date.parse(sheet.body.client_time) - Date.now()) < 60_000, sheet.body.client_time);
  });

  test("of rules that were changed meanwhile is told in words, the sheet comes back to be sealed again, and no figure is lost", async (t) => {
    await start(t);
    const context = await device(t);
    const page = await judge(context);
    await write(page, "c001", "50", "30");
    await context.setOffline(true);
    await seal(page);
    const rules = definition("small");
    rules.skills[0].stages[0].modules[1].parts[0].aspects[0].max = "55";
    const changed = await server.call("PUT", "/api/v1/competitions/small/rules", { body: { definition: rules, reason: "改满分" }, headers: await seenRules(server, "small") });
    assert.equal(changed.status, 201, changed.raw);
    await context.setOffline(false);
    const refused = page.getByTestId("refused");
    await refused.waitFor();
    assert.match(await refused.innerText(), /规则/);
    await axe(page);
    await page.getByTestId("amend").click();
    assert.equal(await field(page, "a").inputValue(), "50");
    await seal(page);
    await green(page).waitFor();
  });

  test("of a revoked token is told in words, keeps what was written, and goes on with a new one", async (t) => {
    await start(t);
    const { id, token } = (await server.call("POST", "/api/v1/competitions/small/devices", { body: { grants: [{ role: "judge", judge: J1 }] } })).json;
    const page = await (await device(t)).newPage();
    const url = (secret) => `${server.url}/judge.html?c=small#token=${secret}`;
    await page.goto(url(token));
    await task(page, "c001").waitFor();
    assert.equal((await server.call("DELETE", `/api/v1/competitions/small/devices/${id}`)).status, 201);
    await write(page, "c001", "50", "30");
    await seal(page);
    await page.getByTestId("link").getByText("请联系").waitFor();
    await page.locator("section.sheet [data-testid=state][data-state=kept]").waitFor();
    await axe(page);
    await page.getByTestId("new-token").click();
    await page.getByTestId("no-card").click();
    await page.getByTestId("way-link").click();
    await page.getByTestId("token").fill(tokens[J1]);
    await page.getByTestId("token").press("Enter");
    await state(page, "c001", "sealed").waitFor();
  });

  test("of a new page version there is none: it loads only when nothing is unsent", async (t) => {
    const web = mkdtempSync(join(tmpdir(), "jinbang-web-"));
    t.after(() => rmSync(web, { recursive: true }));
    cpSync(join(SOURCE, "web/dist"), web, { recursive: true });
    await start(t, { flags: ["--web", web] });
    const listen = server.listen;
    const { id, token } = (await server.call("POST", "/api/v1/competitions/small/devices", { body: { grants: [{ role: "judge", judge: J1 }] } })).json;
    const page = await (await device(t)).newPage();
    await page.goto(`${server.url}/judge.html?c=small#token=${token}`);
    await task(page, "c001").waitFor();
    await inPage(page, async () => (await (await caches.open("jinbang-judge-1")).keys()).some(({ url }) => url.endsWith(".js")));
    assert.equal((await server.call("DELETE", `/api/v1/competitions/small/devices/${id}`)).status, 201);
    await write(page, "c001", "50", "30");
    await seal(page);
    await server.stop();
    for (const name of ["judge.html.gz", "judge.html.br"]) rmSync(join(web, name));
    writeFileSync(join(web, "judge.html"), readFileSync(join(web, "judge.html"), "utf8").replace("<head>", '<head><meta name="version" content="2">'));
    server = await serveSite({ dir: server.dir, listen, flags: ["--web", web] });
    const later = server;
    t.after(() => later.kill());
    const isNew = () => page.locator("meta[name=version]").count();
    for (let round = 0; round < 2; round++) {
      await page.reload();
      await page.getByTestId("new-token").waitFor();
      assert.equal(await isNew(), 0);
    }
    await page.getByTestId("new-token").click();
    await page.getByTestId("no-card").click();
    await page.getByTestId("way-link").click();
    await page.getByTestId("token").fill(tokens[J1]);
    await page.getByTestId("token").press("Enter");
    await state(page, "c001", "sealed").waitFor();
    await inPage(page, async () => !(await (await caches.open("jinbang-judge-1")).match("/judge.html/held")));
    await page.reload();
    await task(page, "c001").waitFor();
    assert.equal(await isNew(), 1);
  });

  test("8。5 from a Chinese keyboard is 8.5 or refused, never 85", async (t) => {
    await start(t);
    const page = await judge(await device(t));
    await task(page, "c001").click();
    for (const [typed, read] of [["8。5", "8.5"], ["８．５", "8.5"], ["8，5", null], ["8、5", null], ["8·5", "8.5"], ["8 5", null], ["8..5", null]]) {
      await field(page, "a").fill("");
      await field(page, "a").click();
      await page.keyboard.insertText(typed);
      await field(page, "b").fill("30");
      await page.getByTestId("seal").click();
      const said = page.getByTestId("said");
      const anyway = page.getByTestId("seal-anyway");
      await said.or(anyway).or(page.getByTestId("sealed")).first().waitFor();
      if (read === null && (await said.isVisible())) continue;
      if (await anyway.isVisible()) await anyway.click();
      await green(page).waitFor();
      const sheet = (await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token: tokens[J1] })).json;
      assert.equal(sheet.body.marks[0].value, "8.5", typed);
      await page.getByTestId("amend").click();
      await page.getByTestId("reason").fill("再试一种写法");
    }
  });
});
