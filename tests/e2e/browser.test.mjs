// The pages in a real browser against the real server: a judge seals and sees the receipt, the wall moves, the console follows,
// a cut line is admitted, a tablet without a network loses nothing.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { because, inPage, practice, prepare, sheetPath, theory } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const TABLET = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const WALL = { width: 1920, height: 1080 };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// A page of its own whose console errors are faults; a network that we cut ourselves is none.
async function open(t, url, viewport = TABLET, more = {}) {
  const context = await browser.newContext({ viewport, locale: "zh-CN", acceptDownloads: true, ...more });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection/.test(message.text())) faults.push(message.text());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(url);
  return page;
}

const judgeUrl = (server, token) => `${server.url}/judge.html?c=small#token=${token}`;
const field = (page, id) => page.locator(`#field-${id}`);

async function start(t, options) {
  const server = await serveSite();
  t.after(async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) await server.stop();
    server.remove();
  });
  return { server, tokens: await prepare(server, options) };
}

async function put(server, token, competitor, part, seat, body) {
  const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token, body });
  assert.equal(answer.status, 201, answer.raw);
  return answer.json.receipt;
}

// Fills the practice sheet of a competitor and presses the seal.
async function fillPractice(page, competitor, a, b) {
  await page.locator(`[data-testid=task][data-competitor=${competitor}]`).click();
  await field(page, "a").fill(a);
  await field(page, "a").press("Enter");
  await field(page, "b").fill(b);
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  const sealed = page.getByTestId("sealed");
  await anyway.or(sealed).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await sealed.waitFor();
}

const kept = (page) => page.locator("section.sheet [data-testid=state][data-state=kept]");
const green = (page) => page.locator("[data-testid=sealed][data-green=true]");

describe("the judge's tablet", () => {
  test("seals a sheet and shows the receipt's number, and the token leaves the address", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]));
    await page.getByTestId("next").waitFor();
    assert.equal(new URL(page.url()).hash, "");
    await fillPractice(page, "c001", "50", "30.5");
    await green(page).waitFor();
    const sheet = await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token: tokens["judge-J1"] });
    assert.deepEqual(sheet.json.body.marks, practice("50", "30.5").marks);
    assert.match(await green(page).innerText(), new RegExp(`№${sheet.json.receipt.number}\\b`));
    await page.getByTestId("tab-receipts").click();
    await page.locator("[data-testid=receipt][data-state=sealed]").first().waitFor();
  });

  test("a blank is asked for in words and is not zero", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]), PHONE, { hasTouch: true });
    await page.getByTestId("next").click();
    await field(page, "a").fill("50");
    await page.getByTestId("seal").click();
    assert.match(await page.getByTestId("said").innerText(), /安全.*空白不等于 0/s);
    const answer = await server.call("GET", sheetPath("c001", "w-practice", "J1"));
    assert.equal(answer.status, 404);
  });

  test("figures of a Chinese keyboard are read as meant, and the pad types too", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]), PHONE, { hasTouch: true });
    await page.getByTestId("next").click();
    await field(page, "a").click();
    await page.keyboard.insertText("４８。５");
    assert.equal(await field(page, "a").inputValue(), "48.5");
    await page.locator("[data-key=next]").click();
    for (const key of ["3", "1", ".", "5"]) await page.locator(`[data-key="${key}"]`).click();
    assert.equal(await field(page, "b").inputValue(), "31.5");
    assert.equal(await page.getByTestId("subtotal").innerText(), "80");
    await page.getByTestId("seal").click();
    await green(page).waitFor();
  });

  test("a mark out of range cannot be sealed", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]));
    await page.getByTestId("next").click();
    await field(page, "a").fill("61");
    await field(page, "b").fill("30");
    await page.getByTestId("seal").click();
    await page.getByTestId("said").waitFor();
    assert.equal((await server.call("GET", sheetPath("c001", "w-practice", "J1"))).status, 404);
  });

  test("an amended sheet gets a new number, and another tablet's version is shown before it is replaced", async (t) => {
    const { server, tokens } = await start(t);
    const token = tokens["judge-J1"];
    const page = await open(t, judgeUrl(server, token));
    await fillPractice(page, "c001", "50", "30");
    await green(page).waitFor();
    const first = await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token });
    await page.getByTestId("amend").click();
    await field(page, "a").fill("52");
    await page.getByTestId("seal").click();
    assert.match(await page.getByTestId("said").innerText(), /为什么改分/);
    await page.getByTestId("reason").fill("漏看一处");
    const other = await server.call("PUT", sheetPath("c001", "w-practice", "J1"), {
      token, body: because(practice("40", "30")), headers: { "If-Match": first.headers.get("etag") },
    });
    assert.equal(other.status, 200, other.raw);
    await page.getByTestId("seal").click();
    await page.getByTestId("stale").waitFor();
    assert.match(await page.getByTestId("stale").innerText(), /52[\s\S]*40/);
    await page.getByTestId("keep-mine").click();
    await green(page).waitFor();
    const last = await server.call("GET", sheetPath("c001", "w-practice", "J1"), { token });
    assert.equal(last.json.body.marks[0].value, "52");
    assert.ok(last.json.receipt.number > other.json.receipt.number);
  });

  test("without a network the sheet is kept through a reload and sent afterwards, with the same key", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]), PHONE, { hasTouch: true });
    await page.getByTestId("next").waitFor();
    const keys = [];
    await page.route("**/sheets/**", (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      return route.abort("connectionfailed");
    });
    await fillPractice(page, "c002", "44.5", "20");
    await kept(page).waitFor();
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status, 404);
    await page.reload();
    await kept(page).waitFor();
    await page.unroute("**/sheets/**");
    page.on("request", (request) => {
      if (request.method() === "PUT" && request.url().includes("/sheets/")) keys.push(request.headers()["idempotency-key"]);
    });
    await green(page).waitFor({ timeout: 40_000 });
    assert.equal(new Set(keys).size, 1);
    const sheet = await server.call("GET", sheetPath("c002", "w-practice", "J1"), { token: tokens["judge-J1"] });
    assert.equal(sheet.json.body.marks[0].value, "44.5");
  });

  test("a sheet sealed while the server is down is sent when it is back", async (t) => {
    const { server, tokens } = await start(t);
    const listen = server.listen;
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]));
    await page.getByTestId("next").waitFor();
    await server.stop();
    await fillPractice(page, "c003", "41", "22");
    await page.locator("[data-testid=link][data-online=false]").waitFor();
    const again = await serveSite({ dir: server.dir, listen });
    t.after(() => again.stop());
    await green(page).waitFor({ timeout: 40_000 });
    const sheet = await again.call("GET", sheetPath("c003", "w-practice", "J1"), { token: tokens["judge-J1"] });
    assert.equal(sheet.json.receipt.digest, digestShown(await digestOf(page)));
  });

  test("a portal that answers 200 never turns a sheet green", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]));
    await page.getByTestId("next").waitFor();
    await page.route("**/sheets/**", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<html>login</html>" }));
    await fillPractice(page, "c001", "50", "30");
    await page.getByTestId("weather").waitFor();
    assert.equal(await green(page).count(), 0);
    // Before the other route is gone: nothing may slip through in between.
    await page.route("**/sheets/**", (route) => route.fulfill({
      status: 201, contentType: "application/json",
      body: JSON.stringify({ receipt: { number: 99, digest: `sha-256:${"0".repeat(64)}`, chain: "sha-256:0", time: new Date().toISOString() } }),
    }));
    await page.waitForResponse((response) => response.url().includes("/sheets/") && response.status() === 201);
    assert.equal(await green(page).count(), 0);
    await page.unroute("**/sheets/**");
    await green(page).waitFor({ timeout: 40_000 });
  });

  test("opens again without a network where the browser keeps pages", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, judgeUrl(server, tokens["judge-J1"]));
    await page.getByTestId("next").waitFor();
    await inPage(page, async () => {
      const shelf = await caches.open("jinbang-judge-1");
      const names = (await shelf.keys()).map((request) => new URL(request.url).pathname);
      return names.includes("/judge.html") && names.some((name) => name.endsWith(".js"));
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.getByTestId("next").waitFor();
    await fillPractice(page, "c002", "33", "11");
    await kept(page).waitFor();
    await page.context().setOffline(false);
    await green(page).waitFor({ timeout: 40_000 });
  });
});

// What the page says that it holds, against what the server says that it has.
const digestOf = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("jinbang");
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => resolve(all.result.map((entry) => entry.body).pop());
  };
}));
const digestShown = (body) => `sha-256:${createHash("sha256").update(body).digest("hex")}`;

describe("the board", () => {
  const board = (server, more = "&skill=welder&stage=final&tile=top12") => `${server.url}/board.html?c=small${more}`;
  const row = (page, id) => page.locator(`[data-testid=row][data-id=${id}]`);

  test("shows a sealed sheet within a second, without a reload, and moves the rows", async (t) => {
    const { server, tokens } = await start(t);
    await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("60"));
    await put(server, tokens["judge-K"], "c002", "w-theory", "K", theory("50"));
    const page = await open(t, board(server), WALL);
    await page.locator("[data-testid=row][data-id=c001][data-at='0']").waitFor();
    await page.evaluate(() => { window.sameDocument = true; });
    const watch = page.locator("[data-testid=row][data-id=c003][data-at='0']").waitFor({ timeout: 5000 });
    const began = Date.now();
    await put(server, tokens["judge-K"], "c003", "w-theory", "K", theory("90"));
    await watch;
    assert.ok(Date.now() - began < 1000, `the board took ${Date.now() - began} ms`);
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.equal(await row(page, "c001").getAttribute("data-at"), "1");
    assert.match(await row(page, "c003").innerText(), /27\.00/);
    const node = await row(page, "c002").elementHandle();
    await put(server, tokens["judge-J1"], "c002", "w-practice", "J1", practice("60", "40"));
    await put(server, tokens["judge-J2"], "c002", "w-practice", "J2", practice("60", "40"));
    await put(server, tokens["judge-J3"], "c002", "w-practice", "J3", practice("60", "40"));
    await page.locator("[data-testid=row][data-id=c002][data-place='1']").waitFor();
    assert.equal(await node.evaluate((each) => each.isConnected && each.dataset.place), "1");
    assert.match(await row(page, "c002").innerText(), /▲/);
    assert.match(await row(page, "c003").innerText(), /▽/);
    assert.match(await page.locator("[aria-live=polite]").innerText(), /上升/);
  });

  test("marks fictional data, and says that the line is live", async (t) => {
    const { server } = await start(t);
    const page = await open(t, board(server, ""), PHONE);
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
    assert.match(await page.getByTestId("fictional").innerText(), /虚构演示数据/);
  });

  test("a cut line turns amber, then grey with the last known time, and comes back by itself", async (t) => {
    const { server, tokens } = await start(t);
    await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("60"));
    const page = await open(t, board(server), WALL);
    await page.locator("[data-testid=truth][data-truth=live]").waitFor();
    const listen = server.listen;
    await server.stop();
    await page.locator("[data-testid=truth][data-truth=amber]").waitFor({ timeout: 5000 });
    await page.locator("[data-testid=truth][data-truth=grey]").waitFor({ timeout: 45_000 });
    assert.match(await page.getByTestId("truth").innerText(), /最后已知 \d\d:\d\d:\d\d/);
    assert.equal(await row(page, "c001").count(), 1);
    const again = await serveSite({ dir: server.dir, listen });
    t.after(() => again.stop());
    await page.locator("[data-testid=truth][data-truth=live]").waitFor({ timeout: 45_000 });
  });

  test("under progress only it shows how far the marking is and no row", async (t) => {
    const { server, tokens } = await start(t, { more: { exposure: { before: "progress", after: "name" } } });
    const page = await open(t, board(server), WALL);
    await page.getByTestId("progress").waitFor();
    assert.equal(await page.getByTestId("row").count(), 0);
    assert.doesNotMatch(await page.locator("body").innerText(), /选手1/);
    const before = await page.getByTestId("progress").innerText();
    await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("60"));
    await page.waitForFunction((old) => document.querySelector("[data-testid=progress]").innerText !== old, before);
  });

  test("the progress of many skills stays between header and footer on any wall", async (t) => {
    const server = await serveSite();
    t.after(async () => { await server.stop(); server.remove(); });
    const { definition } = await import("./lib.mjs");
    const base = definition("many", { exposure: { before: "progress", after: "name" } });
    const [skill] = base.skills;
    const skills = Array.from({ length: 22 }, (_, at) => {
      const copy = JSON.parse(JSON.stringify(skill).replaceAll('"w-', `"w${at}-`));
      return { ...copy, id: `skill${at}`, name: { zh: `第${at}个赛项的名称很长很长很长`, en: `Skill number ${at} with a long name` } };
    });
    const made = await server.call("POST", "/api/v1/competitions", { body: { ...base, skills } });
    assert.equal(made.status, 201, made.raw);
    const page = await open(t, `${server.url}/board.html?c=many`, WALL);
    await page.getByTestId("progress").waitFor();
    for (const viewport of [WALL, TABLET, { width: 2560, height: 1080 }, { width: 3840, height: 1080 }, { width: 1024, height: 1366 }]) {
      await page.setViewportSize(viewport);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const outside = await page.evaluate(() => {
        const top = document.querySelector("header").getBoundingClientRect().bottom;
        const bottom = document.querySelector("footer").getBoundingClientRect().top;
        return [...document.querySelectorAll("figure, figure svg, figcaption, [data-testid=skill-progress]")]
          .map((each) => each.getBoundingClientRect())
          .filter((box) => box.top < top - 1 || box.bottom > bottom + 1 || box.left < -1 || box.right > innerWidth + 1)
          .map(({ top: y, bottom: end }) => `${y}-${end}`);
      });
      assert.deepEqual(outside, [], JSON.stringify(viewport));
    }
  });

  test("no text is cut off at 1920×1080 nor wider than a phone", async (t) => {
    const { server, tokens } = await start(t);
    const people = { name: "才让多杰·索南旺堆·尕藏桑吉嘉措卓玛拉姆央金", delegation: "青海省西宁市湟中区职业技术教育培训中心青年职工联合代表队" };
    const patched = await server.call("PATCH", "/api/v1/competitions/small/people/c001", { body: people });
    assert.equal(patched.status, 200, patched.raw);
    for (const id of ["c001", "c002"]) await put(server, tokens["judge-K"], id, "w-theory", "K", theory("60"));
    const page = await open(t, board(server), WALL);
    await page.getByTestId("row").first().waitFor();
    const cut = () => page.evaluate(() => [...document.querySelectorAll(".fit")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.offsetHeight > each.parentElement.clientHeight + 1).map((each) => each.textContent));
    assert.deepEqual(await cut(), []);
    await page.setViewportSize(PHONE);
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await cut(), []);
    const shrunk = () => page.evaluate(() => [...document.querySelectorAll("[data-id=c002] .fit")].filter((each) => each.style.fontSize !== "").length);
    assert.equal(await shrunk(), 0);
  });
});

describe("the console", () => {
  test("sees a cell done without a reload, opens its sheet and exports a draft", async (t) => {
    const { server, tokens } = await start(t);
    const page = await open(t, `${server.url}/console.html#token=${server.token}`);
    const cell = page.locator("[data-testid=cell][data-competitor=c001][data-part=w-theory][data-seat=K]");
    await cell.waitFor();
    assert.equal(await cell.getAttribute("data-state"), "open");
    const receipt = await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("66.5"));
    await page.locator("[data-testid=cell][data-competitor=c001][data-part=w-theory][data-state=done]").waitFor({ timeout: 5000 });
    await cell.click();
    const dialog = page.getByRole("dialog");
    await page.getByTestId("sheet-values").waitFor();
    assert.match(await dialog.innerText(), new RegExp(`66\\.5[\\s\\S]*№${receipt.number}`));
    await page.keyboard.press("Escape");
    await page.getByTestId("tab-results").click();
    assert.equal(await page.getByTestId("export-csv").isDisabled(), true);
    assert.equal(await page.getByTestId("publish").isDisabled(), true);
    await page.getByTestId("missing").waitFor();
    assert.match(await page.getByTestId("export-closed").innerText(), /还差 11 张/);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("draft-csv").click()]);
    assert.match(readFileSync(await download.path(), "utf8"), /选手1/);
  });

  test("publishes when nothing is missing, after a question, and exports the final CSV", async (t) => {
    const { server, tokens } = await start(t, { competitors: 1 });
    await put(server, tokens["judge-K"], "c001", "w-theory", "K", theory("60"));
    for (const seat of ["J1", "J2", "J3"]) await put(server, tokens[`judge-${seat}`], "c001", "w-practice", seat, practice("50", "30"));
    const page = await open(t, `${server.url}/console.html#token=${server.token}`);
    await page.getByTestId("tab-results").click();
    await page.getByTestId("publish").click();
    await page.getByTestId("publish-confirm").click();
    await page.locator("main").getByText("已公布").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export-csv").click()]);
    assert.match(readFileSync(await download.path(), "utf8"), /选手1/);
    const locked = await server.call("PUT", sheetPath("c001", "w-theory", "K"), { token: tokens["judge-K"], body: because(theory("61")), headers: { "If-Match": '"1"' } });
    assert.ok([409, 412].includes(locked.status), locked.raw);
  });

  test("creates a competition from a file, imports a roster and makes judges' links that open", async (t) => {
    const server = await serveSite();
    t.after(async () => { await server.stop(); server.remove(); });
    const { definition } = await import("./lib.mjs");
    const page = await open(t, `${server.url}/console.html`);
    await page.getByTestId("token").fill(server.token);
    await page.keyboard.press("Enter");
    await page.getByTestId("definition").setInputFiles({ name: "d.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(definition("small"))) });
    await page.getByTestId("create").click();
    const lines = "编号,工种,姓名,单位\nc001,焊工,买买提・阿不都,一厂\nc002,焊工,𬭼䶮,二厂\nc002,焊工,重复,二厂\n";
    await page.getByTestId("roster-file").setInputFiles({ name: "r.csv", mimeType: "text/csv", buffer: Buffer.from(lines) });
    assert.match(await page.getByTestId("roster-summary").innerText(), /2 行.*1 行/);
    await page.getByTestId("roster-send").click();
    await page.getByText("已导入 2 名").waitFor();
    await page.getByTestId("tab-judges").click();
    await page.getByTestId("propose").click();
    await page.getByTestId("create-judges").click();
    const link = await page.getByTestId("judge-link").first().getAttribute("data-link");
    const judge = await open(t, link, PHONE);
    await judge.getByTestId("next").waitFor();
    assert.match(await judge.locator("body").innerText(), /𬭼䶮/);
  });
});

describe("every page", () => {
  test("speaks the first language of the browser that it knows, else English", async (t) => {
    const { server } = await start(t);
    for (const [locale, lang] of [["zh-CN", "zh-CN"], ["zh-TW", "zh-CN"], ["en-GB", "en"], ["fr-FR", "en"]]) {
      const page = await open(t, `${server.url}/`, PHONE, { locale });
      assert.equal(await page.locator("html").getAttribute("lang"), lang, locale);
    }
  });

  test("changes its language and remembers it", async (t) => {
    const { server, tokens } = await start(t);
    for (const path of ["/", "/board.html?c=small", `/judge.html?c=small#token=${tokens["judge-K"]}`, `/console.html#token=${server.token}`]) {
      const page = await open(t, server.url + path);
      await page.getByTestId("language").first().click();
      await page.reload();
      assert.equal(await page.locator("html").getAttribute("lang"), "en", path);
      assert.equal(await page.getByTestId("language").first().innerText(), "中文", path);
    }
  });
});
