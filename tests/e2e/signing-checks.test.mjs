// Double entry and the sample re-check, through the server and by the pages: the clerk who types the second is never handed the
// first, what differs is settled cell by cell, too many wrong sheets mean all.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { axe, because, practice, prepare, serve, sheetPath, theory } from "./lib.mjs";

const SHOTS = process.env.SHOTS; // a folder to look at
const SIZES = [["wide", { width: 1280, height: 800 }], ["tall", { width: 800, height: 1280 }], ["phone", { width: 390, height: 844 }]];
const THEMES = ["light", "dark", "contrast"];
const SEATS = [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]];
let server;
let browser;
const faults = [];

before(async () => {
  server = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const base = (id) => `/api/v1/competitions/${id}`;
const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const act = (id, body, options = {}) => server.call("POST", `${base(id)}/skills/welder/signings`, { body, ...options });
const checks = (id, token) => must("GET", `${base(id)}/checks?skill=welder&stage=final`, { token }, 200);
const markOf = (part, i) => (part === "w-theory" ? theory(String(70 + i)) : practice(String(40 + i), "20"));
const clerkOf = async (id, more = []) => (await must("POST", `${base(id)}/devices`, { body: { grants: [{ role: "clerk", skills: ["welder"] }, ...more] } })).token;
const TWICE = { signing: { by: "ink", double_entry: true } };

async function typeAll(id, count, token) {
  for (let i = 1; i <= count; i++) for (const [part, seat] of SEATS) await must("PUT", sheetPath(`c00${i}`, part, seat, id), { token, body: markOf(part, i) });
}

async function account(id, login, ...roles) {
  await must("POST", "/api/v1/accounts", { body: { login: `${id}-${login}`, name: `人员${login}`, password: "correct horse", grants: roles.map((role) => ({ role, competition: id, skills: ["welder"] })) } });
}

async function signIn(id, login, locale = "zh-CN") {
  const page = await (await browser.newContext({ locale, viewport: SIZES[0][1] })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${server.url}/console.html`);
  await page.getByTestId("login").fill(`${id}-${login}`);
  await page.getByTestId("password").fill("correct horse");
  await page.getByTestId("sign-in").click();
  await page.getByTestId("tab-signing").click();
  return page;
}

// In every size and in every colour; in all pairs of them where pictures are wanted. The page stays as it is.
async function lookAll(page, name) {
  for (const [at, [size, viewport]] of SIZES.entries()) {
    await page.setViewportSize(viewport);
    for (const theme of SHOTS ? THEMES : [THEMES[at]]) {
      await page.evaluate((colours) => { document.documentElement.dataset.theme = colours; }, theme);
      await axe(page, `${name}-${size}-${theme}`);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, `${name} is wider than ${size}`);
    }
  }
  await page.setViewportSize(SIZES[0][1]);
}

const field = (page, id) => page.locator(`[id="field-${id}"]`);

describe("a first typing", () => {
  const id = "hidden";
  let first;
  let second;
  before(async () => {
    await prepare(server, { id, competitors: 2, more: TWICE });
    [first, second] = [await clerkOf(id), await clerkOf(id)];
    await typeAll(id, 2, first);
  });
  const at = sheetPath("c001", "w-theory", "K", id);
  const holds = (raw) => /"7[12]"|"4[12]"/.test(raw);

  test("is shown to who typed it, to who oversees, and to no other clerk, by any counter", async () => {
    const overseer = (await must("POST", `${base(id)}/devices`, { body: { grants: [{ role: "supervisor" }] } })).token;
    for (const token of [first, overseer, server.token]) {
      assert.equal((await must("GET", `${base(id)}/sheets`, { token }, 200)).sheets.length, 8);
      assert.equal((await server.call("GET", at, { token })).status, 200);
    }
    assert.deepEqual((await must("GET", `${base(id)}/sheets`, { token: second }, 200)).sheets, []);
    for (const path of [at, `${base(id)}/pages?skill=welder&part=w-theory&seat=K`, `${base(id)}/pages?skill=welder&part=w-practice&competitor=c001`, `${base(id)}/pages?skill=welder&stage=final`]) {
      const { status, json } = await server.call("GET", path, { token: second });
      assert.deepEqual([status, json.type], [403, "/problems/first-typing"], path);
    }
    const blind = await server.call("PUT", at, { token: second, body: theory("1") });
    const old = await server.call("PUT", at, { token: second, body: because(theory("1")), headers: { "If-Match": '"1"' } });
    const batch = await server.call("POST", `${base(id)}/sheets`, { token: second, body: { sheets: [{ key: crypto.randomUUID().replace(/^(.{14})./, "$17"), part: "w-theory", competitor: "c001", seat: "K", body: theory("1") }] } });
    assert.deepEqual([blind.status, old.status], [428, 412]);
    for (const { raw } of [blind, old, batch, await server.call("GET", `${base(id)}/checks?skill=welder`, { token: second }), await server.call("GET", `${base(id)}/gates?skill=welder`, { token: second })]) assert.equal(holds(raw), false, raw);
    assert.equal(holds((await server.call("PUT", at, { token: first, body: theory("1") })).raw), true); // his own: 428 with what stands there
  });

  test("waits for another clerk, who oversees nothing", async () => {
    assert.deepEqual((await checks(id, first)).entries.awaited.map(({ own }) => own), Array(8).fill(true));
    assert.deepEqual((await checks(id, second)).entries.awaited.map(({ own }) => own), Array(8).fill(false));
    const both = await clerkOf(id, [{ role: "supervisor", skills: ["welder"] }]);
    const typed = { act: "second", part: "w-theory", competitor: "c001", seat: "K", body: theory("71") };
    const answers = [await act(id, typed, { token: first }), await act(id, typed, { token: both }), await act(id, typed, { token: second })];
    assert.deepEqual(answers.map(({ status, json }) => [status, json.type]), [[409, "/problems/same-person"], [403, "/problems/sees-first"], [201, undefined]]);
  });

  test("is shown once it has been typed again, and only that one", async () => {
    assert.deepEqual((await must("GET", `${base(id)}/sheets`, { token: second }, 200)).sheets.map(({ part, competitor }) => [part, competitor]), [["w-theory", "c001"]]);
    assert.equal((await server.call("GET", at, { token: second })).status, 200);
    assert.deepEqual((await checks(id)).entries.good, 1);
  });
});

describe("double entry by the pages", () => {
  test("a clerk types each sheet without seeing it, the differences are settled cell by cell, and the gate opens", async () => {
    const id = "twice";
    await prepare(server, { id, competitors: 1, more: TWICE });
    await account(id, "first", "clerk");
    await account(id, "second", "clerk");
    const { headers } = await server.call("POST", "/api/v1/session", { token: null, body: { login: `${id}-first`, password: "correct horse" } });
    const cookie = headers.get("set-cookie").split(";")[0];
    for (const [part, seat] of SEATS) await must("PUT", sheetPath("c001", part, seat, id), { token: null, headers: { Cookie: cookie, Origin: server.url }, body: markOf(part, 1) });
    const own = await signIn(id, "first");
    await own.getByTestId("twice-own").filter({ hasText: "另有 4 张的第一次是您录入的" }).waitFor();
    assert.equal(await own.getByTestId("type-again").count(), 0);
    const page = await signIn(id, "second");
    await page.getByTestId("twice-progress").filter({ hasText: "已核对 0 / 4 张" }).waitFor();
    await page.getByTestId("type-again").first().click();
    await field(page, "t").waitFor();
    assert.equal(await field(page, "t").inputValue(), "");
    await page.getByTestId("typing-seal").click();
    await page.getByTestId("typing-said").waitFor(); // blank is not zero
    await lookAll(page, "twice-typing");
    await field(page, "t").fill("17"); // 71 misread
    await page.getByTestId("typing-seal").click();
    for (const [a, b] of [["41", "20"], ["14", "2"], ["41", "20"]]) { // the next one opens by itself
      await field(page, "a").waitFor();
      await page.waitForFunction(() => document.querySelector('[id="field-a"]').value === "");
      await field(page, "a").fill(a);
      await field(page, "b").fill(b);
      await field(page, "b").press("Enter");
      const before = await page.getByTestId("typing").locator("xpath=ancestor::*[@role='dialog']").getAttribute("aria-label");
      await page.keyboard.press("Enter");
      await page.waitForFunction((label) => document.querySelector("[role=dialog]")?.getAttribute("aria-label") !== label, before);
    }
    await page.locator("[data-testid=difference][data-seat=K]").waitFor();
    assert.equal(await page.getByTestId("difference").count(), 2);
    await lookAll(page, "twice-differ");
    assert.equal(await page.getByTestId("settle-third").count(), 2); // nobody settles what he has typed himself
    const [typist] = [await page.context().cookies()].flat();
    const asTypist = { token: null, headers: { Cookie: `${typist.name}=${typist.value}`, Origin: server.url } };
    const at = { part: "w-theory", competitor: "c001", seat: "K" };
    const alone = await act(id, { act: "settle", ...at, reason: "我没看错" }, asTypist);
    const { headers: current } = await server.call("GET", sheetPath("c001", "w-theory", "K", id));
    const amended = await server.call("PUT", sheetPath("c001", "w-theory", "K", id), { token: null, headers: { ...asTypist.headers, "If-Match": current.get("etag") }, body: because(theory("17")) });
    assert.deepEqual([alone, amended].map(({ status, json }) => [status, json.type]), Array(2).fill([409, "/problems/settles-own"]));
    await account(id, "third", "clerk");
    const third = await signIn(id, "third");
    const one = third.locator("[data-testid=difference][data-seat=K]");
    await one.waitFor();
    assert.equal(await one.getByTestId("settle").isDisabled(), true);
    await one.getByTestId("take-first").check();
    await one.getByTestId("settle-reason").fill("第二次看反了");
    await one.getByTestId("settle").click();
    await one.waitFor({ state: "detached" });
    const other = third.getByTestId("difference");
    assert.equal(await other.getByTestId("cell").count(), 2);
    await other.locator("[data-testid=cell][data-cell=a]").getByTestId("take-second").check();
    await other.locator("[data-testid=cell][data-cell=b]").getByTestId("take-first").check();
    await other.getByTestId("settle-reason").fill("操作分第一次录错，安全分第二次录错");
    await other.getByTestId("settle").click();
    await other.waitFor({ state: "detached" });
    await third.getByTestId("twice-progress").filter({ hasText: "已核对 4 / 4 张" }).waitFor();
    await third.getByText("不一致、已经裁定的（2 张）").click();
    await lookAll(third, "twice-settled");
    const { sheets } = await must("GET", `${base(id)}/sheets`, {}, 200);
    const marks = (part, seat) => sheets.find((each) => each.part === part && each.seat === seat).body.marks.map(({ value }) => value);
    assert.deepEqual([marks("w-theory", "K"), marks("w-practice", "J2")], [["71"], ["14", "20"]]);
    assert.deepEqual((await must("GET", `${base(id)}/gates?skill=welder`, {}, 200)).stages[0].gates[0], { gate: "check", open: true, reasons: [] });
    for (const each of [own, page, third]) await each.context().close();
  });
});

describe("the sample re-check by the pages", () => {
  test("is drawn, compared, a wrong sheet is corrected and compared again, and too many wrong ones mean all", async () => {
    const id = "sample";
    const tokens = await prepare(server, { id, competitors: 2, more: { signing: { by: "ink", recheck: { top: 1, share: "0%", errors: "10%" } } } });
    for (let i = 1; i <= 2; i++) for (const [part, seat] of SEATS) await must("PUT", sheetPath(`c00${i}`, part, seat, id), { token: tokens[`judge-${seat}`], body: markOf(part, i) });
    await account(id, "clerk", "clerk");
    await account(id, "supervisor", "supervisor");
    const supervisor = await signIn(id, "supervisor", "en-GB");
    await supervisor.getByTestId("recheck").filter({ hasText: "All sheets of the first 1 are compared with their paper, and those of 0% of the others" }).waitFor();
    await supervisor.getByTestId("sample").click();
    await supervisor.getByTestId("recheck-figures").filter({ hasText: "0 / 4" }).waitFor();
    await lookAll(supervisor, "recheck-drawn-en");
    const clerk = await signIn(id, "clerk");
    assert.deepEqual(new Set(await clerk.getByTestId("compare").evaluateAll((all) => all.map((each) => each.dataset.competitor))), new Set(["c002"]));
    await clerk.locator("[data-testid=compare][data-seat=K]").click();
    await clerk.getByTestId("sheet-values").getByText("72").waitFor();
    await lookAll(clerk, "recheck-compare");
    assert.equal(await clerk.getByTestId("differs").isDisabled(), true); // says what
    await clerk.getByTestId("differs-reason").fill("纸上是 82");
    await clerk.getByTestId("differs").click();
    await clerk.getByTestId("recheck-all").filter({ hasText: "抽查的 4 张里有 1 张错误，超过 10%，所以全部评分表都要复核" }).waitFor();
    await clerk.getByTestId("recheck-found").filter({ hasText: "还没有更正" }).waitFor();
    assert.equal(await clerk.getByTestId("compare").count(), 8);
    await lookAll(clerk, "recheck-all");
    await clerk.getByTestId("correct").click();
    await field(clerk, "t").fill("82");
    await clerk.getByTestId("typing-reason").fill("复核：纸上是 82");
    await clerk.getByTestId("typing-seal").click();
    await clerk.getByTestId("recheck-found").filter({ hasText: /已更正（№\d+），等待再次核对/ }).waitFor();
    await clerk.getByTestId("compare").first().click();
    for (let left = 8; left > 0; left--) { // the next one opens by itself
      await clerk.getByTestId("same").click();
      await clerk.getByTestId("recheck-figures").filter({ hasText: `还要核对${left - 1}` }).waitFor();
    }
    await clerk.getByTestId("recheck-found").filter({ hasText: /已更正（№\d+），再次核对一致/ }).waitFor();
    await lookAll(clerk, "recheck-over");
    assert.deepEqual((await must("GET", `${base(id)}/gates?skill=welder`, {}, 200)).stages[0].gates[0].open, true);
    for (const each of [supervisor, clerk]) await each.context().close();
  });
});
