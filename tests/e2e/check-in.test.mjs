// The check-in: who is here, found by name, pinyin or the last four of the ID; late, absent, replaced with approval, and taken
// back. The ID's number stands nowhere but in the sealed store.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { BINARY, axe, definition, seenRules, serve } from "./lib.mjs";

const BASE = "/api/v1/competitions/small";
const ID = "63010119900307123X";
const NAMES = [["c001", "单雄信", ID], ["c002", "阿依古丽·买买提", "630101199003074321"], ["c003", "王磊", "H12345678"], ["c004", "王丽", undefined]];
let server, browser, clerk;
const faults = [];

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}
const say = (competitor, state, more = {}, status = 201, token = clerk) => must("POST", `${BASE}/check-in`, { token, body: { competitor, state, ...more } }, status);
const list = async () => must("GET", `${BASE}/check-in?skill=welder`, { token: clerk }, 200);
const stateOf = async (id) => (await list()).competitors.find((each) => each.id === id).state;
const journal = async () => (await server.call("GET", `${BASE}/journal`)).raw;
const replacement = { approved_by: "chief", reason: "突发疾病", person: { name: "李明", delegation: "二厂", id_number: "630101198501011116" } };

before(async () => {
  server = await serve({ flags: ["--tries-free=3", "--tries-wait-ms=60000"] });
  await must("POST", "/api/v1/competitions", { body: definition("small") });
  const competitors = NAMES.map(([id, name, id_number]) => ({ id, skill: "welder", name, delegation: "一厂", ...(id_number ? { id_number } : {}) }));
  await must("POST", `${BASE}/roster`, { body: { competitors } });
  clerk = (await must("POST", `${BASE}/devices`, { body: { grants: [{ role: "clerk", skills: ["welder"] }] } })).token;
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

describe("the desk", () => {
  test("says who is here, late or absent, takes it back, and counts", async () => {
    assert.deepEqual([(await list()).count, (await list()).here], [4, 0]);
    await say("c001", "present");
    await say("c002", "late", { reason: "堵车" });
    await say("c003", "absent");
    const { competitors, here } = await list();
    assert.equal(here, 2);
    assert.deepEqual(competitors.map((each) => each.state), ["present", "late", "absent", "expected"]);
    assert.equal(competitors[1].reason, "堵车");
    await say("c003", "expected");
    assert.equal(await stateOf("c003"), "expected");
  });

  test("of two desks at once the second is told what the first has said, and nothing of its own is kept", async () => {
    const { version } = (await list()).competitors.find((each) => each.id === "c004");
    assert.equal(version, 0);
    const put = (state, seen) => server.call("POST", `${BASE}/check-in`, { token: clerk, body: { competitor: "c004", state }, headers: { "If-Match": `"${seen}"` } });
    const both = await Promise.all([put("present", version), put("absent", version)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 412]);
    const [done, late] = both[0].status === 201 ? ["present", both[1]] : ["absent", both[0]];
    assert.deepEqual([late.json.type, late.json.current.id, late.json.current.state, await stateOf("c004")], ["/problems/check-in-newer", "c004", done, done]);
    assert.equal((await put("expected", late.json.current.version)).status, 201);
  });

  test("needs approval, a reason and a name for a replacement; the journal has ids alone", async () => {
    for (const [missing, pointer] of [["approved_by", "/approved_by"], ["reason", "/reason"], ["person", "/person"]]) {
      const { [missing]: _, ...rest } = replacement;
      const { errors } = await say("c003", "replaced", rest, 422);
      assert.deepEqual(errors.map((each) => each.pointer), [pointer]);
    }
    await say("c003", "replaced", replacement);
    const line = (await list()).competitors.find((each) => each.id === "c003");
    assert.deepEqual([line.state, line.name, line.delegation, line.approved_by, line.reason], ["replaced", "李明", "二厂", "chief", "突发疾病"]);
    const text = await journal();
    assert.ok(text.includes("突发疾病") && !text.includes("李明") && !text.includes("630101198501011116"));
  });

  test("takes a replacement back only with the person who competes", async () => {
    const { errors } = await say("c003", "expected", {}, 422);
    assert.equal(errors[0].pointer, "/person");
    await say("c003", "expected", { person: { name: "王磊", delegation: "一厂", id_number: "H12345678" } });
    assert.equal((await list()).competitors[2].name, "王磊");
  });

  test("refuses words that are no state, people who are not there and other skills' clerks, and writes nothing", async () => {
    const before = await journal();
    assert.equal((await say("c001", "here", {}, 422)).errors[0].pointer, "/state");
    assert.equal((await say("nobody", "present", {}, 404)).type, "/problems/unknown-competitor");
    assert.equal((await say("c001", "present", {}, 403, (await must("POST", `${BASE}/devices`, { body: { grants: [{ role: "display" }] } })).token)).type, "/problems/not-allowed");
    assert.equal(await journal(), before);
  });

  test("stays as it is over a restart and under other rules", async () => {
    const before = (await list()).competitors.map((each) => [each.id, each.name, each.state]);
    const changed = definition("small");
    changed.skills[0].name.zh = "电焊工";
    await must("PUT", `${BASE}/rules`, { body: { definition: changed, reason: "改名" }, headers: await seenRules(server, BASE.split("/").at(-1)) });
    assert.deepEqual((await list()).competitors.map((each) => [each.id, each.name, each.state]), before);
    await server.stop();
    server = await serve({ dir: server.dir, flags: ["--tries-free=3", "--tries-wait-ms=60000"] });
    assert.deepEqual((await list()).competitors.map((each) => [each.id, each.name, each.state]), before);
  });
});

describe("the last four of an ID", () => {
  const find = (last_four, status = 200) => must("POST", `${BASE}/check-in/find`, { token: clerk, body: { last_four } }, status);

  test("find their owner, X in any case", async () => {
    assert.deepEqual((await find("123X")).competitors, ["c001"]);
    assert.deepEqual((await find("123x")).competitors, ["c001"]);
    assert.deepEqual((await find("4321")).competitors, ["c002"]);
    for (const text of ["123", "12345", "12 3", "一二三四"]) assert.equal((await find(text, 422)).errors[0].pointer, "/last_four", text);
  });

  test("are slowed for who tries them all", async () => {
    const other = (await must("POST", `${BASE}/devices`, { body: { grants: [{ role: "clerk", skills: ["welder"] }] } })).token;
    let status = 200;
    for (let i = 0; i < 6 && status === 200; i++) status = (await server.call("POST", `${BASE}/check-in/find`, { token: other, body: { last_four: `000${i}` } })).status;
    assert.equal(status, 429);
    assert.ok(server.log.some((line) => line.includes("guess.wrong") && line.includes("last-four")));
  });

  test("a number that is none is refused with a pointer, and one more column is no more in any answer", async () => {
    for (const id_number of ["12", "6301,01", "6".repeat(33)]) {
      const answer = await server.call("POST", `${BASE}/roster`, { body: { competitors: [{ id: "x", skill: "welder", name: "某", id_number }] } });
      assert.deepEqual([answer.status, answer.json.errors[0].pointer], [422, "/competitors/0/id_number"]);
    }
    for (const path of ["check-in", "roster", "journal", "judges", "progress?skill=welder", "scoreboard?skill=welder"]) {
      const { raw } = await server.call("GET", `${BASE}/${path}`);
      for (const number of [ID, "123X", "630101199003074321", "H12345678"]) assert.ok(!raw.includes(number), `${path} ${number}`);
    }
  });

  test("stand in no log and no file of the data folder", async () => {
    for (const number of [ID, "630101199003074321", "H12345678"]) {
      assert.ok(!server.log.join("\n").includes(number));
      assert.throws(() => execFileSync("grep", ["-raq", number, server.dir]), `${number} is on disk`);
    }
    assert.doesNotThrow(() => execFileSync("grep", ["-raq", "c001", server.dir])); // the search can find something
  });
});

async function open({ width = 1280, height = 800, locale = "zh-CN", colorScheme = "light" } = {}) {
  const page = await (await browser.newContext({ locale, colorScheme, viewport: { width, height } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/401|404|403|412|422|ERR_FAILED/.test(message.text()) && faults.push(message.text()));
  await page.goto(`${server.url}/console.html#token=${server.token}`);
  await page.getByTestId("tab-muster").click();
  await page.getByTestId("person").first().waitFor();
  return page;
}
const person = (page, id) => page.locator(`[data-testid=person][data-id=${id}]`);

describe("the page", () => {
  test("goes by keyboard alone: pinyin, initials, the last four; Enter, Ctrl+Enter, Ctrl+Delete, Ctrl+Z", async () => {
    for (const id of ["c001", "c002", "c003"]) await say(id, "expected");
    const page = await open();
    const type = async (text, id) => {
      await page.keyboard.type(text);
      await person(page, id).waitFor();
      assert.equal(await page.getByTestId("person").count(), 1, text);
    };
    await type("shanxx", "c001"); // a name's own reading, not dan
    await page.keyboard.press("Enter");
    await page.locator("[data-id=c001][data-state=present]").waitFor();
    await page.getByTestId("here").filter({ hasText: "1 / 4" }).waitFor();
    await type("aygl", "c002");
    await page.keyboard.press("Control+Enter");
    await page.locator("[data-id=c002][data-state=late]").waitFor();
    await type("5678", "c003");
    await page.keyboard.press("Control+Delete");
    await page.locator("[data-id=c003][data-state=absent]").waitFor();
    await page.keyboard.press("Control+z");
    await page.locator("[data-id=c003][data-state=expected]").waitFor();
    await page.keyboard.type("wang");
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=person]").length === 2);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("[data-id=c004][data-state=present]").waitFor();
    assert.deepEqual((await list()).competitors.map((each) => each.state), ["present", "late", "expected", "present"]);
    await page.context().close();
  });

  test("shows what another desk has just said, and keeps what it said", async () => {
    await say("c004", "expected");
    const page = await open();
    await person(page, "c004").getByTestId("present").waitFor();
    let arrive; // a slow network: the page's next list comes late
    const late = new Promise((resolve) => { arrive = resolve; });
    await page.route("**/check-in", async (route) => { if (route.request().method() === "GET") await late; await route.continue(); });
    await say("c004", "absent");
    await person(page, "c004").getByTestId("present").click();
    await page.getByTestId("check-in-problem").filter({ hasText: "另一个检录台改过这名选手的状态" }).filter({ hasText: "现在：王丽 缺席" }).waitFor();
    arrive();
    await page.locator("[data-id=c004][data-state=absent]").waitFor();
    assert.equal(await stateOf("c004"), "absent");
    await axe(page, "check-in-newer");
    await page.context().close();
  });

  test("says it once where the answer was lost and it is pressed again, and lets the next name be typed before the answer comes", async () => {
    await say("c004", "expected");
    const page = await open();
    await person(page, "c004").getByTestId("present").waitFor();
    let arrive; // the first answer never does, and what is asked afterwards comes late
    const late = new Promise((resolve) => { arrive = resolve; });
    const sent = [];
    await page.route("**/check-in", async (route) => {
      const asked = route.request();
      if (asked.method() === "POST") sent.push([asked.headers()["idempotency-key"], asked.headers()["if-match"]]);
      if (asked.method() === "POST" && sent.length === 1) { await route.fetch(); return route.abort(); }
      await late;
      return route.continue();
    });
    const before = (await journal()).length;
    await page.getByTestId("find").fill("王丽");
    await page.keyboard.press("Enter");
    await page.getByTestId("check-in-problem").filter({ hasText: "王丽" }).waitFor();
    assert.equal(await stateOf("c004"), "present");
    const kept = (await journal()).length;
    assert.ok(kept > before);
    assert.equal(await page.getByTestId("find").inputValue(), "王丽");
    await page.keyboard.press("Enter");
    await page.keyboard.type("wanglei");
    arrive();
    await page.getByTestId("said").filter({ hasText: "王丽" }).waitFor();
    assert.equal(await page.getByTestId("find").inputValue(), "wanglei");
    await page.getByTestId("find").fill("");
    await page.locator("[data-id=c004][data-state=present]").waitFor();
    assert.equal(await page.getByTestId("check-in-problem").count(), 0);
    assert.deepEqual([sent.length, sent[1]], [2, sent[0]]);
    assert.equal((await journal()).length, kept);
    await page.context().close();
  });

  test("whoever could not be saved stays named while others are said, until he is", async () => {
    for (const id of ["c003", "c004"]) await say(id, "expected");
    const page = await open();
    await person(page, "c003").getByTestId("present").waitFor();
    await page.route("**/check-in", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()), { times: 1 });
    await person(page, "c003").getByTestId("present").click();
    await page.getByTestId("check-in-problem").waitFor();
    await person(page, "c004").getByTestId("present").click();
    await page.getByTestId("said").waitFor();
    const name = await person(page, "c003").evaluate((each) => each.textContent);
    const unsaved = await page.getByTestId("check-in-unsaved").textContent();
    assert.ok(name.includes(/：(.*)。请/.exec(unsaved)[1]), unsaved);
    await axe(page);
    await person(page, "c003").getByTestId("present").click();
    await page.locator("[data-id=c003][data-state=present]").waitFor();
    await page.getByTestId("check-in-unsaved").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("replaces a person by form, and axe-core finds nothing in light and dark, in both languages", async () => {
    for (const options of [{}, { colorScheme: "dark", width: 390, height: 844 }, { locale: "en", width: 800, height: 1280 }]) {
      await say("c003", "expected", { person: { name: "王磊", id_number: "H12345678" } });
      const page = await open(options);
      await axe(page);
      await person(page, "c003").getByTestId("replaced").click();
      await page.getByTestId("replace-name").fill("李明");
      await page.getByTestId("replace-why").fill("突发疾病");
      await axe(page);
      await page.getByTestId("replace-go").click();
      await page.locator("[data-id=c003][data-state=replaced]").filter({ hasText: "李明" }).waitFor();
      await page.context().close();
    }
  });
});

test("jinbang verify finds all of it in order", async () => {
  await server.stop();
  execFileSync(BINARY, ["verify", "--data", server.dir]); // throws unless the exit code is 0
  server = await serve({ dir: server.dir });
});
