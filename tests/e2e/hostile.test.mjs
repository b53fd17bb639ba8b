// What a hostile roster, definition or page may try: names that are scripts, names that turn the line around, names without end,
// definitions without end, two organisers at once. Nothing runs, nothing breaks the page, nothing is half done.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { definition, prepare, serve, sheetPath, theory } from "./lib.mjs";

const SCRIPTS = ["<img src=x onerror=window.pwned=1>", "<script>window.pwned=1</script>", "\"><svg onload=window.pwned=1>", "javascript:window.pwned=1", "{@html window.pwned}", "${window.pwned=1}", "'-window.pwned--'"];
const LONG = "苏".repeat(100); // ASK_NAME_MAX
let server, browser, tokens;
const faults = [];

before(async () => {
  server = await serve();
  const evil = definition("small", { name: { zh: SCRIPTS[0], en: SCRIPTS[1] } });
  evil.name = { zh: SCRIPTS[2], en: SCRIPTS[0] };
  evil.skills[0].stages[0].name = { zh: SCRIPTS[1], en: SCRIPTS[2] };
  evil.skills[0].stages[0].modules[0].name = { zh: SCRIPTS[0], en: SCRIPTS[0] };
  evil.skills[0].stages[0].modules[1].parts[0].aspects[0].name = { zh: SCRIPTS[0], en: SCRIPTS[1] };
  evil.skills[0].titles[0].name = { zh: SCRIPTS[0], en: SCRIPTS[1] };
  const must = (answer) => { assert.equal(answer.status, 201, answer.raw); return answer.json; };
  must(await server.call("POST", "/api/v1/competitions", { body: evil }));
  const competitors = [...SCRIPTS, LONG, "مُحَمَّد بن سلمان", "བཀྲ་ཤིས་བདེ་ལེགས།", "𠮷野㛃·䶮"].map((name, i) => ({ id: `c${String(i + 1).padStart(3, "0")}`, skill: "welder", code: `A${i + 1}`, name, second_name: SCRIPTS[i % 3], delegation: i % 2 ? LONG : SCRIPTS[0] }));
  must(await server.call("POST", "/api/v1/competitions/small/roster", { body: { competitors } }));
  const judges = ["K", "J1", "J2", "J3"].map((seat) => ({ id: `judge-${seat}`, name: seat === "K" ? SCRIPTS[0] : LONG, role: "judge", seats: [{ skill: "welder", seat }] }));
  tokens = Object.fromEntries(must(await server.call("POST", "/api/v1/competitions/small/judges", { body: { judges } })).judges.map((judge) => [judge.id, judge.token]));
  for (const { id } of competitors) must(await server.call("PUT", sheetPath(id, "w-theory", "K"), { body: { ...theory("80"), note: SCRIPTS[0] }, token: tokens["judge-K"] }));
  must(await server.call("POST", "/api/v1/accounts", { body: { login: "evil", name: SCRIPTS[0], password: "correct horse", grants: [{ role: "chief", competition: "small", skills: ["welder"] }] } }));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

async function open(t, path, { width, height, locale = "zh-CN" }) {
  const context = await browser.newContext({ locale, viewport: { width, height } });
  t.after(() => context.close());
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${path}: ${error}`));
  page.on("dialog", (dialog) => { faults.push(`${path}: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => /Content.Security|TrustedHTML|Trusted Type/i.test(message.text()) && faults.push(`${path}: ${message.text()}`));
  page.on("request", (request) => !request.url().startsWith(server.url) && !/^(blob|data):/.test(request.url()) && faults.push(`${path}: asks ${request.url()}`));
  await page.goto(server.url + path);
  return page;
}

// Nothing of a name became markup, nothing ran, and the page is no wider than the screen.
async function check(page, what) {
  const seen = await page.evaluate(() => ({
    beyond: [...document.querySelectorAll("body *")].filter((each) => document.documentElement.scrollWidth > document.documentElement.clientWidth && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 30)}`).slice(0, 6),
    pwned: window.pwned, images: document.querySelectorAll('img[src="x"], svg[onload], body script:not([src])').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  assert.deepEqual(seen, { beyond: [], pwned: undefined, images: 0, wide: 0 }, what);
}

const SCREENS = [["wall", 1920, 1080], ["tablet", 1280, 800], ["phone", 390, 844]];

for (const [screen, width, height] of SCREENS) {
  for (const locale of ["zh-CN", "en"]) {
    test(`names that are scripts are words on a ${screen}, ${locale}`, async (t) => {
      const at = { width, height, locale };
      const board = await open(t, "/board.html?c=small", at);
      await board.getByText("onerror", { exact: false }).first().waitFor();
      await check(board, "board");
      const judge = await open(t, `/judge.html?c=small#token=${tokens["judge-J1"]}`, at);
      await judge.getByTestId("next").waitFor();
      await check(judge, "judge's list");
      await judge.getByTestId("next").click();
      await judge.locator("text=onerror >> visible=true").first().waitFor();
      await check(judge, "sheet");
      const front = await open(t, "/", at);
      await front.getByText("onload", { exact: false }).or(front.getByText("onerror", { exact: false })).first().waitFor();
      await check(front, "front");
      const desk = await open(t, `/console.html#token=${server.token}`, at);
      await desk.locator("nav button").first().waitFor();
      for (const tab of await desk.locator("nav button").all()) {
        await tab.click();
        await desk.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
        await check(desk, `console, ${await tab.innerText()}`);
      }
      assert.deepEqual(faults, []);
    });
  }
}

test("the browser itself refuses to turn a text into markup or a script, on every page", async (t) => {
  for (const path of ["/", "/board.html?c=small", "/judge.html?c=small", "/console.html", "/trust"]) {
    const page = await open(t, path, { width: 1280, height: 800 });
    await page.waitForLoadState("load");
    const outcome = await page.evaluate(() => {
      const tries = {
        markup: () => { document.body.innerHTML = "<i>x</i>"; },
        policy: () => window.trustedTypes.createPolicy("mine", { createHTML: (text) => text }),
        inline: () => { const tag = document.createElement("script"); tag.text = "window.pwned=1"; document.body.append(tag); },
      };
      return Object.fromEntries(Object.entries(tries).map(([name, run]) => { try { run(); return [name, "taken"]; } catch { return [name, "refused"]; } }));
    });
    assert.deepEqual(outcome, { markup: "refused", policy: "refused", inline: "refused" }, path);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
  }
  faults.length = 0; // what the browser said of our tries
});

describe("a name", () => {
  const add = (id, more) => server.call("POST", "/api/v1/competitions/small/roster", { body: { competitors: [{ id, skill: "welder", name: "王", ...more }] } });

  test("of 100 characters is taken and one of 101 or 200 refused, with its place", async () => {
    assert.equal((await add("n1", { name: "a".repeat(100) })).status, 201);
    for (const length of [101, 200]) {
      const answer = await add("n2", { name: "a".repeat(length) });
      assert.deepEqual([answer.status, answer.json.errors[0].pointer], [422, "/competitors/0/name"], answer.raw);
    }
  });

  test("that turns the line around is refused; Arabic and Tibetan are not", async () => {
    for (const sign of ["\u202e", "\u202a", "\u2066", "\u0001", "\u0085", "\u2028"]) {
      const answer = await add("n3", { name: `王${sign}伟` });
      assert.deepEqual([answer.status, answer.json.errors[0].pointer], [422, "/competitors/0/name"], JSON.stringify(sign));
    }
    assert.equal((await add("n3", { name: "عبد الله", delegation: "ལྷ་ས།" })).status, 201);
  });
});

test("a definition of 10,000 aspects is refused with the limit in words, and the server goes on", async () => {
  const large = definition("large");
  const part = large.skills[0].stages[0].modules[0].parts[0];
  part.aspects = Array.from({ length: 10000 }, (_, i) => ({ ...part.aspects[0], id: `a${i}` }));
  const answer = await server.call("POST", "/api/v1/competitions", { body: large });
  assert.equal(answer.status, 422, answer.raw.slice(0, 300));
  assert.match(answer.raw, /\/aspects"/);
  assert.match(answer.raw, /256/);
  assert.equal((await server.call("GET", "/api/v1/competitions/large")).status, 404);
  part.aspects.length = 256;
  part.aspects.forEach((each) => Object.assign(each, { max: "1" }));
  assert.equal((await server.call("POST", "/api/v1/competitions", { body: large })).status, 201);
});

describe("two organisers at once", () => {
  const both = (calls) => Promise.all(calls.map((call) => call()));
  const statuses = (answers) => answers.map((answer) => answer.status).sort();

  test("who create the same competition: one does, the other is told", async () => {
    assert.deepEqual(statuses(await both([1, 2, 3, 4].map(() => () => server.call("POST", "/api/v1/competitions", { body: definition("twice") })))), [201, 409, 409, 409]);
  });

  test("who import the same roster: every competitor is there once", async () => {
    const competitors = Array.from({ length: 50 }, (_, i) => ({ id: `t${i}`, skill: "welder", name: `选手${i}` }));
    const answers = await both([1, 2, 3].map(() => () => server.call("POST", "/api/v1/competitions/twice/roster", { body: { competitors } })));
    assert.deepEqual(statuses(answers), [201, 409, 409]);
    assert.equal((await server.call("GET", "/api/v1/competitions/twice/roster")).json.competitors.length, 50);
  });

  test("who change the rules: both changes stand in the journal, one after the other", async () => {
    const rules = (reason, most) => {
      const fresh = definition("twice");
      fresh.skills[0].stages[0].modules[0].parts[0].aspects[0].max = most;
      return server.call("PUT", "/api/v1/competitions/twice/rules", { body: { definition: fresh, reason } });
    };
    assert.deepEqual(statuses(await both([() => rules("甲", "90"), () => rules("乙", "110")])), [201, 201]);
    const { versions } = (await server.call("GET", "/api/v1/competitions/twice/rules")).json;
    assert.deepEqual(versions.map((each) => each.version), [1, 2, 3]);
    const shown = (await server.call("GET", "/api/v1/competitions/twice")).json;
    assert.equal(shown.rules.id, versions[2].id);
    assert.equal(shown.definition.skills[0].stages[0].modules[0].parts[0].aspects[0].max, versions[2].reason === "甲" ? "90" : "110");
  });

  test("who publish while marks come in: no sheet is acknowledged behind the publication", async () => {
    const race = await prepare(server, { id: "race", competitors: 1 });
    const body = { marks: [{ aspect: "a", value: "40" }, { aspect: "b", value: "30" }] };
    const put = (part, seat, sheet, headers) => server.call("PUT", sheetPath("c001", part, seat, "race"), { body: sheet, token: race[`judge-${seat}`], headers });
    const first = await put("w-theory", "K", theory("80"));
    for (const seat of ["J1", "J2", "J3"]) assert.equal((await put("w-practice", seat, body)).status, 201);
    const [published, again, late] = await both([
      () => server.call("POST", "/api/v1/competitions/race/skills/welder/publication", { body: {} }),
      () => server.call("POST", "/api/v1/competitions/race/skills/welder/publication", { body: {} }),
      () => put("w-theory", "K", theory("90"), { "If-Match": first.headers.get("etag") }),
    ]);
    assert.deepEqual([published.status, again.status].sort(), [201, 409], `${published.raw} ${again.raw}`);
    const kept = (await server.call("GET", sheetPath("c001", "w-theory", "K", "race"))).json.body.marks[0].value;
    const final = (await server.call("GET", "/api/v1/competitions/race/export/final.json?skill=welder")).json;
    const shown = (await server.call("GET", "/api/v1/competitions/race/scoreboard?skill=welder")).json.rows[0];
    assert.equal(kept, late.status === 200 ? "90" : "80", late.raw);
    assert.ok(late.status === 200 || (late.status === 409 && late.json.type === "/problems/sheet-locked"), late.raw);
    assert.equal(JSON.stringify(final).includes(`"total_exact":"${shown.total_exact}"`), true);
    assert.equal(shown.modules[0].value, late.status === 200 ? "27.00" : "24.00");
  });
});
