// A tablet comes back: after its battery was empty, after results were locked or published without it, to a server that was
// restored from a backup. Nothing that it held is lost, and the judge reads in words what happened. By host name over TLS.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { axe, because, definition, folder, journalOf, practice, prepare, sheetPath, theory } from "./lib.mjs";
import { holders, isAlive, until } from "./redis.mjs";
import { launch, serveSite, tablet } from "./site.mjs";

const J1 = "judge-J1";
const HERE = "/api/v1/competitions/small";
let browser, server, tokens;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function start(t, { more, competitors = 2 } = {}) {
  server = await serveSite();
  t.after(async () => {
    await server.kill();
    server.remove();
  });
  tokens = await prepare(server, { competitors, more });
}

async function device(t) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
  t.after(() => context.close());
  return context;
}
const address = () => `${server.url}/judge.html?c=small#token=${tokens[J1]}`;
async function judge(context) {
  const page = await context.newPage();
  await page.goto(address());
  return page;
}
// As the browser does for a page that is installed.
async function promise(context, page) {
  const { targetInfo } = await (await context.newCDPSession(page)).send("Target.getTargetInfo");
  await (await browser.newBrowserCDPSession()).send("Browser.grantPermissions", { origin: server.url, browserContextId: targetInfo.browserContextId, permissions: ["durableStorage"] });
}
async function must(method, path, body, status = 201, token = undefined) {
  const answer = await server.call(method, path, { body, ...(token ? { token } : {}) });
  assert.equal(answer.status, status, answer.raw);
  return answer.json;
}

const field = (page, id) => page.locator(`#field-${id}`);
const task = (page, competitor) => page.locator(`[data-testid=task][data-competitor=${competitor}]`);
const state = (page, competitor, is) => task(page, competitor).locator(`[data-testid=state][data-state=${is}]`);
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");
const numberOf = async (page) => Number((await green(page).innerText()).match(/№(\d+)/)[1]);
const given = async (competitor) => (await must("GET", sheetPath(competitor, "w-practice", "J1"), undefined, 200, tokens[J1]));
const own = async (competitor) => (await journalOf(server, "small")).filter(({ body }) => body.includes("client_time")).filter(({ head }) => JSON.stringify(head).includes(competitor));

// What the tablet has on its disk of sheets that are being written.
const drafts = (page) => page.evaluate(() => new Promise((resolve) => {
  const asked = indexedDB.open("jinbang");
  asked.onsuccess = () => { const all = asked.result.transaction("drafts").objectStore("drafts").getAll(); all.onsuccess = () => { asked.result.close(); resolve(all.result); }; };
}));
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

describe("a tablet", () => {
  test("whose browser is killed in mid-entry without a network opens again with every figure and sends what was sealed", async (t) => {
    await start(t);
    const profile = folder();
    const running = [];
    t.after(async () => {
      for (const each of running) await each.kill();
      rmSync(profile, { recursive: true, force: true, maxRetries: 9 });
    });
    const switchOn = async () => { const one = await tablet(profile); running.push(one); return one; };
    const first = await switchOn();
    await first.page.goto(address());
    await task(first.page, "c001").waitFor();
    await until(() => first.page.evaluate(async () => (await (await caches.open("jinbang-judge-1")).keys()).some(({ url }) => url.endsWith(".js"))));
    await first.context.setOffline(true);
    await write(first.page, "c001", "50", "30.5");
    await seal(first.page);
    await state(first.page, "c001", "kept").waitFor();
    await write(first.page, "c002", "41.5", "7");
    await until(async () => { const kept = (await drafts(first.page)).find(({ place }) => place.includes("c002")); return kept?.values.a === "41.5" && kept.values.b === "7"; });
    await first.kill();
    assert.equal((await own("c001")).length, 0);
    const second = await switchOn();
    await second.page.goto(`${server.url}/judge.html?c=small`);
    await state(second.page, "c001", "sealed").waitFor();
    await state(second.page, "c002", "begun").waitFor();
    await task(second.page, "c002").click();
    assert.deepEqual([await field(second.page, "a").inputValue(), await field(second.page, "b").inputValue()], ["41.5", "7"]);
    assert.deepEqual((await given("c001")).body.marks.map(({ value }) => value), ["50", "30.5"]);
    assert.equal((await own("c001")).length, 1);
  });

  test("asks the browser to keep its storage, and says in words where that is refused", async (t) => {
    await start(t);
    for (const isGranted of [false, true]) {
      const context = await device(t);
      const page = await context.newPage();
      if (isGranted) await promise(context, page);
      await page.addInitScript(() => {
        const ask = navigator.storage.persist.bind(navigator.storage);
        globalThis.promised = new Promise((resolve) => { navigator.storage.persist = () => { const answer = ask(); resolve(answer); return answer; }; });
      });
      await page.goto(address());
      await task(page, "c001").waitFor();
      assert.equal(await page.evaluate(() => globalThis.promised), isGranted);
      await page.getByTestId("tab-receipts").click();
      const loose = page.locator("main [data-testid=loose]");
      if (isGranted) {
        await page.getByTestId("tab-receipts").and(page.locator("[aria-pressed=true]")).waitFor();
        assert.equal(await loose.count(), 0);
        continue;
      }
      await loose.waitFor();
      assert.match(await loose.innerText(), /没有承诺长期保存[\s\S]*不要清除浏览数据[\s\S]*主屏幕/);
      await axe(page, "storage-loose");
      await page.getByText("评分", { exact: true }).first().click();
      await write(page, "c001", "50", "30");
      await context.setOffline(true);
      await seal(page);
      await page.locator(":not(main) > [data-testid=loose]").waitFor();
      await axe(page, "storage-loose-offline");
    }
  });

  test("keeps its screen on while it is marked on, and again once it comes back into view", async (t) => {
    await start(t);
    const page = await (await device(t)).newPage();
    await page.addInitScript(() => {
      const ask = navigator.wakeLock.request.bind(navigator.wakeLock);
      globalThis.locks = [];
      navigator.wakeLock.request = async (kind) => { const lock = await ask(kind); globalThis.locks.push(lock); return lock; };
    });
    await page.goto(address());
    await write(page, "c001", "50");
    await page.waitForFunction(() => globalThis.locks.some(({ released }) => !released));
    await page.evaluate(() => Promise.all(globalThis.locks.map((lock) => lock.release()))); // what going out of view does
    assert.equal(await page.evaluate(() => globalThis.locks.some(({ released }) => !released)), false);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.waitForFunction(() => globalThis.locks.some(({ type, released }) => type === "screen" && !released));
  });
});

describe("results that were closed while the tablet was without a network", () => {
  const SEATS = [["w-theory", "K", theory("70")], ["w-practice", "J2", practice("41", "20")], ["w-practice", "J3", practice("42", "20")]];
  const act = (body) => must("POST", `${HERE}/skills/welder/signings`, body);
  async function markRest(competitors) {
    for (const who of competitors) for (const [part, seat, body] of SEATS) await must("PUT", sheetPath(who, part, seat), body, 201, tokens[`judge-${seat}`]);
  }
  async function lock() {
    await act({ act: "check", stage: "final" });
    for (const [part, seat] of [...SEATS, ["w-practice", "J1"]]) {
      const { code } = await must("GET", `${HERE}/pages?skill=welder&part=${part}&seat=${seat}`, undefined, 200);
      await act({ act: "sign", part, seat, role: "judge", code });
    }
    const { code } = await must("GET", `${HERE}/pages?skill=welder&stage=final`, undefined, 200);
    await act({ act: "sign", stage: "final", role: "chief", code });
    await act({ act: "lock", stage: "final" });
  }
  // Sealed and green, then changed without a network.
  async function changed(t, more) {
    await start(t, { competitors: 1, more });
    const context = await device(t);
    const page = await judge(context);
    await write(page, "c001", "50", "30");
    await seal(page);
    await green(page).waitFor();
    const number = await numberOf(page);
    await markRest(["c001"]);
    await context.setOffline(true);
    await page.getByTestId("amend").click();
    await field(page, "a").fill("44");
    await page.getByTestId("reason").fill("看错了一处");
    await seal(page);
    await state(page, "c001", "kept").waitFor();
    return { context, page, number };
  }

  test("by a lock: the judge reads why, the change stays here, and goes once the stage is open again", async (t) => {
    const { context, page } = await changed(t, { signing: { by: "ink" }, exposure: { before: "progress", after: "name" } });
    await lock();
    await context.setOffline(false);
    const refused = page.getByTestId("refused");
    await refused.waitFor();
    assert.match(await refused.innerText(), /锁定/);
    assert.equal((await given("c001")).body.marks[0].value, "50");
    await axe(page, "locked-meanwhile");
    await act({ act: "reopen", stage: "final", reason: "选手提出异议" });
    await page.getByTestId("amend").click();
    assert.deepEqual([await field(page, "a").inputValue(), await page.getByTestId("reason").inputValue()], ["44", "看错了一处"]);
    await seal(page);
    await green(page).waitFor();
    assert.equal((await given("c001")).body.marks[0].value, "44");
  });

  test("by publication: the judge reads why, sees what he had changed, and may put it aside for what is published once he has seen both", async (t) => {
    const { context, page, number } = await changed(t);
    await must("POST", `${HERE}/skills/welder/publication`, {});
    await context.setOffline(false);
    const refused = page.getByTestId("refused");
    await refused.waitFor();
    assert.match(await refused.innerText(), /已经公布[\s\S]*联系裁判长/);
    assert.match(await page.locator("section.sheet dl").innerText(), /44/);
    await axe(page, "published-meanwhile");
    await page.getByTestId("put-aside").click();
    const asked = page.getByTestId("stale");
    assert.match(await asked.innerText(), /别处没有备份[\s\S]*44[\s\S]*50/);
    await axe(page, "aside-asked");
    await page.getByTestId("keep-mine").click();
    assert.match(await page.locator("section.sheet dl").innerText(), /44/); // it is still here
    await page.getByTestId("put-aside").click();
    await page.getByTestId("take-theirs").click();
    await green(page).waitFor();
    assert.equal(await numberOf(page), number);
    assert.match(await page.locator("section.sheet dl").innerText(), /50/);
    assert.equal((await own("c001")).filter(({ head }) => JSON.stringify(head).includes("J1")).length, 1);
  });
});

describe("a server that was restored from a backup", () => {
  let backup;
  async function saved(t) {
    await start(t);
    const { dir, listen } = server;
    backup = folder();
    t.after(() => rmSync(backup, { recursive: true, force: true }));
    await server.stop();
    cpSync(dir, backup, { recursive: true });
    server = await serveSite({ dir, listen });
    return { dir, listen };
  }
  async function restore({ dir, listen }) {
    const { redis } = holders(dir);
    await server.kill();
    await until(() => !isAlive(redis));
    rmSync(dir, { recursive: true });
    cpSync(backup, dir, { recursive: true });
    server = await serveSite({ dir, listen });
  }

  test("is noticed: the tablet says so, sends the sealed sheets that it kept, each once, and says when all are sealed", async (t) => {
    const place = await saved(t);
    const context = await device(t);
    const page = await judge(context);
    for (const [who, a] of [["c001", "50"], ["c002", "44"]]) {
      await write(page, who, a, "30");
      await seal(page);
      await green(page).waitFor();
    }
    await context.setOffline(true);
    await restore(place);
    assert.equal((await own("c00")).length, 0);
    let go; // a slow network: what the tablet sends again stands in it
    const slow = new Promise((resolve) => { go = resolve; });
    await page.route("**/sheets/**", async (route) => { if (route.request().method() === "PUT") await slow; await route.continue(); });
    await context.setOffline(false);
    await page.getByTestId("resent").filter({ hasText: "服务器上少了 2 张已封存的评分表" }).filter({ hasText: "从备份恢复" }).waitFor();
    go();
    await page.getByTestId("restored").filter({ hasText: "2 张评分表" }).waitFor();
    assert.equal(await page.getByTestId("resent").count(), 0);
    await green(page).waitFor();
    await page.locator("[data-testid=link][data-online=true]:not(.wait)").waitFor();
    await axe(page, "restored");
    for (const [who, a] of [["c001", "50"], ["c002", "44"]]) {
      assert.equal((await given(who)).body.marks[0].value, a);
      assert.equal((await own(who)).length, 1);
    }
  });

  test("and has another sheet under the number of the tablet's receipt shows the judge both, and he chooses", async (t) => {
    const place = await saved(t);
    const context = await device(t);
    const page = await judge(context);
    await write(page, "c001", "50", "30");
    await seal(page);
    await green(page).waitFor();
    const number = await numberOf(page);
    await context.setOffline(true);
    await restore(place);
    const other = await must("PUT", sheetPath("c001", "w-practice", "J1"), practice("33", "22"), 201, tokens[J1]);
    assert.equal(other.receipt.number, number);
    await context.setOffline(false);
    const choice = page.getByTestId("stale");
    await choice.waitFor();
    assert.match(await choice.innerText(), /50[\s\S]*33/);
    await page.getByTestId("keep-mine").click();
    await green(page).waitFor();
    assert.ok(await numberOf(page) > number);
    assert.equal((await given("c001")).body.marks[0].value, "50");
  });
});
