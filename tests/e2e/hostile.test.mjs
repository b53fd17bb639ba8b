// What a hostile roster, definition or page may try: names that are scripts, names that turn the line around, names without end,
// definitions without end, two organisers at once. Nothing runs, nothing breaks the page, nothing is half done.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chromium } from "playwright-core";
import { BINARY, definition, isProblem, prepare, seenRules, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { readJournal, tamper, writeJournal } from "./redis.mjs";

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
    for (const sign of ["\u202e", "\u202a", "\u2066", "\u0001", "\u0085", "\u2028", "\ufeff"]) {
      const answer = await add("n3", { name: `王${sign}伟` });
      assert.deepEqual([answer.status, answer.json.errors[0].pointer], [422, "/competitors/0/name"], JSON.stringify(sign));
    }
    assert.equal((await add("n3", { name: "عبد الله", delegation: "ལྷ་ས།" })).status, 201);
  });
});

describe("a free text", () => {
  const HERE = "/api/v1/competitions/plain";
  const turned = ["\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\ufeff"];
  const legal = ["ئۇيغۇرچە ئىزاھات", "مُلاحَظَة: ‏(٣)", "می‌خواهم", "第一行\n第二行 “引用”——完", "\u202f\u2065\u206a"];
  let judges;
  before(async () => { judges = await prepare(server, { id: "plain", competitors: 20 }); });
  const seal = (who, note, options = {}) => server.call("PUT", sheetPath(who, "w-theory", "K", "plain"), { token: judges["judge-K"], body: { ...theory("70"), note }, ...options });

  test("with a sign that nobody sees is refused with its place and words, plain or as an escape, and nothing of it is kept", async () => {
    for (const sign of turned) {
      isProblem(await seal("c001", `好${sign}坏`), 422, "wrong-type", "/note");
      const escape = `\\u${sign.codePointAt(0).toString(16).padStart(4, "0").toUpperCase()}`;
      isProblem(await seal("c001", "", { body: JSON.stringify({ ...theory("70"), note: "x" }).replace('"x"', `"好${escape}坏"`) }), 422, "wrong-type", "/note");
    }
    const english = await seal("c001", "a\u202eb", { headers: { "Accept-Language": "en" } });
    assert.match(english.json.errors[0].detail, /unseen sign that turns or breaks the line/);
    assert.equal((await server.call("GET", sheetPath("c001", "w-theory", "K", "plain"))).status, 404);
  });

  test("of a ruling, a rule's name, a call or an account is asked the same", async () => {
    const bad = "理由\u202e";
    const rules = definition("plain");
    rules.skills[0].stages[0].modules[1].parts[0].aspects[0].name.zh = bad;
    isProblem(await server.call("POST", `${HERE}/rulings`, { body: { ruling: "status", competitor: "c001", status: "dsq", reason: bad } }), 422, "wrong-type", "/reason");
    isProblem(await server.call("PUT", `${HERE}/rules`, { body: { definition: rules, reason: "改名" }, headers: await seenRules(server, "plain") }), 422, "wrong-type", "/definition/skills/0/stages/0/modules/1/parts/0/aspects/0/name/zh");
    isProblem(await server.call("POST", `${HERE}/calls`, { body: { part: "w-theory", seat: "K", words: bad }, token: judges["judge-K"] }), 422, "wrong-type", "/words");
    isProblem(await server.call("POST", "/api/v1/accounts", { body: { login: "turned", name: bad, password: "correct horse", grants: [] } }), 422, "wrong-type", "/name");
  });

  test("of any script is taken as it is, with the marks that its own writing needs", async () => {
    for (const [i, note] of legal.entries()) {
      const who = `c${String(i + 2).padStart(3, "0")}`;
      assert.equal((await seal(who, note)).status, 201, note);
      assert.equal((await server.call("GET", sheetPath(who, "w-theory", "K", "plain"))).json.body.note, note);
    }
  });

  test("in a queue only the sheet that has it is refused", async () => {
    const item = (competitor, note) => ({ key: uuid7(), part: "w-theory", competitor, seat: "K", body: { ...theory("70"), note } });
    const sheets = [item("c015", "好"), item("c016", "坏\u202e"), item("c017", "好")];
    const { json, raw } = await server.call("POST", `${HERE}/sheets`, { token: judges["judge-K"], key: null, body: { sheets } });
    assert.deepEqual(json.results.map(({ status, problem }) => [status, problem?.type, problem?.errors?.[0].pointer]), [[201, undefined, undefined], [422, "/problems/wrong-type", "/note"], [201, undefined, undefined]], raw);
  });
});

test("a free text of an older journal stays readable with its signs, and its request is answered with its receipt", async (t) => {
  let old = await serve();
  const { "judge-K": token } = await prepare(old, { id: "old", competitors: 1 });
  const path = sheetPath("c001", "w-theory", "K", "old");
  const body = (note) => JSON.stringify({ ...theory("70"), note });
  const digest = (text) => createHash("sha256").update(`PUT ${path}\n\n${text}`).digest("hex");
  const key = uuid7();
  assert.equal((await old.call("PUT", path, { token, key, body: body("旧注") })).status, 201);
  await old.stop();
  const turned = body("旧\u202e注\u2028");
  await tamper(old.dir, async (ask) => {
    const all = await readJournal(ask, "old");
    const at = all.findIndex((bytes) => bytes.includes('"kind":"sheet"'));
    const text = all[at].toString();
    assert.ok(text.includes(digest(body("旧注"))), text);
    await writeJournal(ask, "old", [...all.slice(0, at), Buffer.from(text.replace(digest(body("旧注")), digest(turned)).replace(body("旧注"), turned))]);
  });
  old = await serve({ dir: old.dir });
  t.after(async () => { await old.stop(); old.remove(); });
  const { status, json } = await old.call("GET", path);
  assert.deepEqual([status, json.body.note], [200, "旧\u202e注\u2028"]);
  const again = await old.call("PUT", path, { token, key, body: turned });
  assert.deepEqual([again.status, again.json.receipt.number], [200, json.receipt.number]);
  isProblem(await old.call("PUT", path, { token, body: turned, headers: { "If-Match": `"${json.etag}"` } }), 422, "wrong-type", "/note");
  const verify = spawnSync(BINARY, ["verify", "--data", old.dir], { encoding: "utf8" });
  assert.equal(verify.status, 0, verify.stdout + verify.stderr);
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

  test("who change the rules: the second is told that they are others by now, and neither may leave out which he has seen", async () => {
    const rules = (reason, most, headers) => {
      const fresh = definition("twice");
      fresh.skills[0].stages[0].modules[0].parts[0].aspects[0].max = most;
      return server.call("PUT", "/api/v1/competitions/twice/rules", { body: { definition: fresh, reason }, headers });
    };
    const seen = await seenRules(server, "twice");
    isProblem(await rules("甲", "90"), 428, "version-missing");
    assert.deepEqual(statuses(await both([() => rules("甲", "90", seen), () => rules("乙", "110", seen)])), [201, 412]);
    const { versions } = (await server.call("GET", "/api/v1/competitions/twice/rules")).json;
    assert.deepEqual(versions.map((each) => each.version), [1, 2]);
    const shown = (await server.call("GET", "/api/v1/competitions/twice")).json;
    assert.equal(shown.definition.skills[0].stages[0].modules[0].parts[0].aspects[0].max, versions[1].reason === "甲" ? "90" : "110");
    assert.equal((await rules("丙", "120", { "If-Match": "*" })).status, 201); // over whatever stands, and said so
    assert.equal((await rules("丁", "130", await seenRules(server, "twice"))).status, 201);
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
