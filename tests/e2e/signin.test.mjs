// Coming in: accounts with a password, sessions as cookies, pairing by a code on a screen, printed cards; and what becomes of
// codes and passwords that are old, used, mistyped or guessed.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const id = "small";
const base = `/api/v1/competitions/${id}`;
let server;

async function start(flags, dir) {
  server = await serve({ flags, dir });
}

async function must(method, path, options, status = 201) {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer;
}

const is = (answer, status, name) => assert.deepEqual([answer.status, answer.json?.type], [status, `/problems/${name}`], answer.raw);
const signIn = (login, password, options = {}) => server.call("POST", "/api/v1/session", { token: null, body: { login, password }, ...options });
const cookieOf = (answer) => answer.headers.get("set-cookie").split(";")[0];
const withCookie = (method, path, cookie, { origin = server.url, ...rest } = {}) =>
  server.call(method, path, { token: null, headers: { Cookie: cookie, ...(origin && { Origin: origin }) }, ...rest });
const account = (login, grants, password = "correct horse") => must("POST", "/api/v1/accounts", { body: { login, name: `人员${login}`, password, grants } });
const open = (skill, state, token = server.token) => must("PUT", `${base}/sessions/${skill}`, { token, body: { open: state } });
const card = async (judge) => (await must("POST", `${base}/cards`, { body: { judge } })).json;
const claim = (code, options = {}) => server.call("POST", "/api/v1/cards/claim", { token: null, body: { code }, ...options });

async function stopClean() {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
}

before(async () => {
  await start([]);
  await prepare(server);
});
after(async () => {
  await stopClean();
  server.remove();
});

describe("an account", () => {
  let cookie;
  before(async () => { await account("wang", [{ role: "chief", competition: id, skills: ["welder"] }]); });

  test("signs in with a cookie that no page can read and no other site can send", async () => {
    const answer = await signIn("Wang", "correct horse");
    assert.equal(answer.status, 201, answer.raw);
    const line = answer.headers.get("set-cookie");
    assert.match(line, /^jinbang-session=[a-z2-7]{52}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    assert.ok(!answer.raw.includes(cookieOf(answer).split("=")[1]));
    cookie = cookieOf(answer);
    const access = await withCookie("GET", `${base}/access`, cookie);
    assert.equal(access.json.role, "chief");
    assert.deepEqual(access.json.account.name, "人员wang");
  });

  test("writes from this site's own pages only", async () => {
    const write = (origin) => withCookie("PUT", `${base}/sessions/welder`, cookie, { origin, body: { open: true } });
    is(await write("http://evil.example"), 403, "foreign-origin");
    is(await write(null), 403, "foreign-origin");
    is(await write("null"), 403, "foreign-origin");
    assert.equal((await write(server.url)).status, 201);
  });

  test("is refused alike for a wrong password and for a name that is not there", async () => {
    is(await signIn("wang", "wrong horse"), 401, "sign-in-failed");
    is(await signIn("nobody", "correct horse"), 401, "sign-in-failed");
  });

  test("changes its password, which ends its other sessions and keeps this one", async () => {
    const other = cookieOf(await signIn("wang", "correct horse"));
    is(await withCookie("POST", "/api/v1/password", cookie, { body: { password: "wrong", new_password: "battery staple" } }), 401, "sign-in-failed");
    const short = await withCookie("POST", "/api/v1/password", cookie, { body: { password: "correct horse", new_password: "short" } });
    assert.deepEqual([short.status, short.json.errors[0].pointer], [422, "/new_password"]);
    assert.equal((await withCookie("POST", "/api/v1/password", cookie, { body: { password: "correct horse", new_password: "battery staple" } })).status, 201);
    assert.equal((await withCookie("GET", `${base}/access`, cookie)).json.role, "chief");
    assert.equal((await withCookie("GET", `${base}/access`, other)).json.role, "public");
    is(await signIn("wang", "correct horse"), 401, "sign-in-failed");
    assert.equal((await signIn("wang", "battery staple")).status, 201);
  });

  test("signs out: the cookie is cleared and its token opens nothing any more", async () => {
    const mine = cookieOf(await signIn("wang", "battery staple"));
    const out = await withCookie("DELETE", "/api/v1/session", mine);
    assert.equal(out.status, 201, out.raw);
    assert.match(out.headers.get("set-cookie"), /^jinbang-session=; .*Max-Age=0/);
    assert.equal((await withCookie("GET", `${base}/access`, mine)).json.role, "public");
    is(await server.call("GET", `${base}/progress`, { token: mine.split("=")[1] }), 401, "token-unknown");
  });

  test("outlives a restart, name and all; once closed it ends at once", async () => {
    await stopClean();
    await start([], server.dir);
    const again = cookieOf(await signIn("wang", "battery staple"));
    const [mine] = (await must("GET", "/api/v1/accounts", {}, 200)).json.accounts;
    assert.deepEqual([mine.login, mine.name, mine.grants], ["wang", "人员wang", [{ role: "chief", competition: id, skills: ["welder"] }]]);
    assert.equal((await withCookie("GET", `${base}/progress`, again)).status, 200);
    await must("DELETE", `/api/v1/accounts/${mine.id}`, {});
    assert.equal((await withCookie("GET", `${base}/progress`, again)).status, 401);
    is(await signIn("wang", "battery staple"), 401, "sign-in-failed");
  });

  test("has a name of its own, a role that is there and a password that is long enough", async () => {
    await account("zhao", [{ role: "organiser" }]);
    is(await server.call("POST", "/api/v1/accounts", { body: { login: "ZHAO", name: "另一人", password: "12345678", grants: [{ role: "organiser" }] } }), 409, "account-exists");
    for (const [body, pointer] of [[{ password: "1234567" }, "/password"], [{ login: "" }, "/login"], [{ name: "\u0007" }, "/name"], [{ grants: [] }, "/grants"], [{ grants: [{ role: "clerk" }] }, "/grants/0/competition"]]) {
      const answer = await server.call("POST", "/api/v1/accounts", { body: { login: "qian", name: "钱", password: "12345678", grants: [{ role: "organiser" }], ...body } });
      assert.deepEqual([answer.status, answer.json.errors[0].pointer], [422, pointer], answer.raw);
    }
  });

  test("of an organiser does what the organiser's file does, and two of them at once are both written", async () => {
    await account("sun", [{ role: "organiser" }]);
    const [a, b] = [cookieOf(await signIn("zhao", "correct horse")), cookieOf(await signIn("sun", "correct horse"))];
    const answers = await Promise.all([a, b, a, b].map((cookie, i) =>
      withCookie("POST", "/api/v1/accounts", cookie, { body: { login: `p${i}`, name: "人", password: "12345678", grants: [{ role: "supervisor", competition: id }] } })));
    assert.deepEqual(answers.map((each) => each.status), [201, 201, 201, 201]);
    const { accounts } = (await must("GET", "/api/v1/accounts", {}, 200)).json;
    assert.equal(accounts.filter((each) => /^p\d$/.test(each.login)).length, 4);
    const first = accounts.find((each) => each.login === "p0");
    const change = (body, headers) => server.call("PATCH", `/api/v1/accounts/${first.id}`, { body, headers });
    const seen = { "If-Match": `"${first.version}"` };
    is(await change({ name: "没看过" }), 428, "version-missing");
    const grants = [{ role: "arbiter", competition: id }];
    const both = await Promise.all(["改名", "另改"].map((name) => change({ name, grants }, seen)));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 412]);
    const [done, late] = both[0].status === 201 ? both : both.toReversed();
    is(late, 412, "account-newer");
    const name = done === both[0] ? "改名" : "另改";
    assert.deepEqual([late.json.current.name, late.json.current.grants, late.json.current.version > first.version], [name, grants, true]);
    const after = (await must("GET", "/api/v1/accounts", {}, 200)).json.accounts.find((each) => each.id === first.id);
    assert.deepEqual([after.name, after.login, after.grants], [name, "p0", [{ role: "arbiter", competition: id }]]);
  });

  test("leaves no password, login name or name on the disk, in an answer or in the log", async () => {
    const files = (dir) => readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? files(join(dir, name)) : [join(dir, name)]));
    const disk = files(server.dir).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)).map((bytes) => bytes.toString("latin1")).join();
    for (const secret of ["correct horse", "battery staple", "argon2", Buffer.from("人员wang").toString("latin1")]) {
      assert.ok(!disk.includes(secret) && !server.log.join().includes(secret), secret);
    }
  });
});

describe("a code on a screen", () => {
  const pair = async () => (await must("POST", "/api/v1/pairings", { token: null, body: {} })).json;
  const letIn = (code, grant = { role: "judge", judge: "judge-K" }, options = {}) =>
    server.call("POST", `${base}/pairings/${encodeURIComponent(code)}/claim`, { body: { grants: [grant] }, ...options });

  test("lets the device in once somebody has claimed it, and not before", async () => {
    const { code, token, name, expires_ms } = await pair();
    assert.match(code, /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    assert.equal(expires_ms, 120000);
    is(await server.call("GET", `${base}/access`, { token }), 401, "token-unknown");
    const claimed = await letIn(code.toLowerCase().replace("-", " "));
    assert.equal(claimed.status, 201, claimed.raw);
    const access = (await must("GET", `${base}/access`, { token }, 200)).json;
    assert.deepEqual([access.role, access.judge, access.seats.length], ["judge", "judge-K", 1]);
    await must("PUT", sheetPath("c001", "w-theory", "K"), { token, body: theory("80") });
    const [device] = (await must("GET", `${base}/devices`, {}, 200)).json.devices.slice(-1);
    assert.deepEqual([device.id, device.name], [claimed.json.id, name]);
  });

  test("is good once", async () => {
    const { code } = await pair();
    assert.equal((await letIn(code)).status, 201);
    is(await letIn(code), 404, "code-unknown");
  });

  test("whose claim's answer was lost is claimed again with the same key", async () => {
    const { code } = await pair();
    const key = uuid7();
    const first = await letIn(code, undefined, { key });
    const second = await letIn(code, undefined, { key });
    assert.deepEqual([first.status, second.status, second.json], [201, 200, first.json]);
  });

  test("is found mistyped by its check sign, whatever one sign is wrong", async () => {
    const { code } = await pair();
    const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    for (const at of [0, 3, 5, 8]) {
      const other = signs[(signs.indexOf(code[at]) + 7) % 31];
      is(await letIn(code.slice(0, at) + other + code.slice(at + 1)), 422, "code-mistyped");
    }
    for (const wrong of ["", "ABC", `${code}2`, code.replace(/.$/, "0")]) is(await letIn(wrong || "%20"), 422, "code-mistyped");
    assert.equal((await letIn(code)).status, 201); // none of them has cost it
  });

  test("stays good when what it was claimed for is refused", async () => {
    const { code } = await pair();
    is(await letIn(code, { role: "judge", judge: "nobody" }), 404, "unknown-judge");
    assert.equal((await letIn(code)).status, 201);
  });

  test("is claimed by an organiser or a chief, not by a judge or a stranger", async () => {
    const { code } = await pair();
    const { token } = (await must("POST", `${base}/devices`, { body: { grants: [{ role: "judge", judge: "judge-J1" }] } })).json;
    is(await letIn(code, undefined, { token }), 403, "not-allowed");
    is(await letIn(code, undefined, { token: null }), 401, "token-missing");
    const { token: chief } = (await must("POST", `${base}/devices`, { body: { grants: [{ role: "chief", skills: ["welder"] }] } })).json;
    assert.equal((await letIn(code, undefined, { token: chief })).status, 201);
  });
});

describe("a printed card", () => {
  before(async () => { await open("welder", false); });

  test("lets a judge in while the session is open, and not before", async () => {
    const { code } = await card("judge-J1");
    assert.match(code, /^([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{2}$/);
    is(await claim(code), 403, "session-closed");
    await open("welder", true);
    const answer = await claim(code);
    assert.equal(answer.status, 201, answer.raw);
    assert.deepEqual([answer.json.competition, answer.json.judge], [id, "judge-J1"]);
    assert.deepEqual((await must("GET", `${base}/access`, { token: answer.json.token }, 200)).json.seats, [{ part: "w-practice", seat: "J1", technical: false, judge: "judge-J1" }]);
    await open("welder", false); // who is in stays in
    assert.equal((await server.call("GET", `${base}/sheets`, { token: answer.json.token })).status, 200);
    await open("welder", true);
  });

  test("is good once, and the same request again gives the same token", async () => {
    const { code } = await card("judge-J2");
    const key = uuid7();
    const [first, second] = [await claim(code, { key }), await claim(code, { key })];
    assert.deepEqual([first.status, second.status, second.json], [201, 200, first.json]);
    is(await claim(code), 410, "code-used");
  });

  test("ends when another one is made for the same judge, or by hand", async () => {
    const old = await card("judge-J3");
    const fresh = await card("judge-J3");
    is(await claim(old.code), 404, "code-unknown");
    await must("DELETE", `${base}/cards/${fresh.id}`, {});
    is(await claim(fresh.code), 404, "code-unknown");
    const states = Object.fromEntries((await must("GET", `${base}/cards`, {}, 200)).json.cards.map((each) => [each.id, each.state]));
    assert.deepEqual([states[old.id], states[fresh.id]], ["void", "void"]);
  });

  test("of a judge who is not there is not made", async () => {
    is(await server.call("POST", `${base}/cards`, { body: { judge: "nobody" } }), 404, "unknown-judge");
  });

  test("stands nowhere: the list, the disk and the log have no code", async () => {
    const { code } = await card("judge-K");
    const bare = code.replaceAll("-", "");
    const texts = [(await must("GET", `${base}/cards`, {}, 200)).raw, server.log.join()];
    const files = (dir) => readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? files(join(dir, name)) : [join(dir, name)]));
    texts.push(...files(server.dir).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, "latin1")));
    for (const text of texts) assert.ok(!text.includes(code) && !text.includes(bare));
  });
});

describe("time and guessing", () => {
  before(async () => {
    await stopClean();
    await start(["--session-ms=1500", "--pairing-ms=100", "--tries-free=2", "--tries-free-address=6", "--tries-wait-ms=60000"], server.dir);
  });

  test("a session ends by itself", async () => {
    const answer = await signIn("zhao", "correct horse");
    const cookie = cookieOf(answer);
    assert.match(answer.headers.get("set-cookie"), /Max-Age=1/);
    let status = 200;
    for (let until = Date.now() + 20000; status === 200 && Date.now() < until;) status = (await withCookie("GET", "/api/v1/accounts", cookie)).status;
    assert.equal(status, 401);
    assert.ok(Date.now() >= answer.json.until);
  });

  test("a code on a screen that nobody claims in its time is gone", async () => {
    const { code } = (await must("POST", "/api/v1/pairings", { token: null, body: {} })).json;
    const begun = Date.now();
    while (Date.now() < begun + 150) await server.call("GET", "/livez", { token: null }); // past the code's 100 ms
    is(await server.call("POST", `${base}/pairings/${code}/claim`, { body: { grants: [{ role: "clerk" }] } }), 404, "code-unknown");
  });

  test("wrong passwords of one name: some are free, then it has to wait, with the right one too", async () => {
    const line = (text) => server.log.some((each) => each.includes("guess.wrong") && each.includes(text));
    for (let i = 0; i < 2; i++) is(await signIn("sun", "wrong wrong"), 401, "sign-in-failed");
    const { headers } = await must("POST", "/api/v1/session", { token: null, body: { login: "sun", password: "correct horse" } }); // two are free: no wait, and all is forgiven
    assert.ok(headers.get("set-cookie"));
    for (let i = 0; i < 3; i++) is(await signIn("sun", "wrong wrong"), 401, "sign-in-failed"); // the third: free ones are used up
    const refused = await signIn("sun", "correct horse");
    is(refused, 429, "too-many-tries");
    const wait = Number(refused.headers.get("retry-after"));
    assert.ok(wait > 50 && wait <= 60, wait);
    assert.equal((await signIn("zhao", "correct horse")).status, 201); // others go on
    assert.ok(line("kind=sign-in") && line("of_name=3"));
  });

  test("wrong codes from one address: some are free, then the anonymous wait, and who is in does not", async () => {
    const never = "2222-2222-22"; // a code whose check sign fits
    is(await claim(never), 404, "code-unknown"); // the sixth wrong one of this address: still free
    is(await claim(never), 404, "code-unknown"); // free ones are used up
    is(await claim(never), 429, "too-many-tries");
    is(await signIn("zhao", "correct horse"), 429, "too-many-tries");
    assert.equal((await server.call("GET", `${base}/progress`)).status, 200);
    const { token } = (await must("POST", `${base}/devices`, { body: { grants: [{ role: "judge", judge: "judge-K" }] } })).json;
    assert.equal((await server.call("GET", `${base}/sheets`, { token })).status, 200);
  });
});

describe("codes for screens", () => {
  test("are so many a minute for one address, and one more is refused in words; who is in is not counted", async () => {
    await stopClean();
    await start(["--pairings-max=3"], server.dir);
    const pair = (token = null) => server.call("POST", "/api/v1/pairings", { token, body: {} });
    let answer;
    for (let minute = 0; minute < 2; minute++) { // a minute may end in between: then the next one's are counted
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await pair());
      answer = answers[3];
      if (answer.status === 429) {
        assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201, 429]);
        break;
      }
    }
    is(answer, 429, "too-many-codes");
    const wait = Number(answer.headers.get("retry-after"));
    assert.ok(wait > 0 && wait <= 60, wait);
    assert.match(answer.json.detail, new RegExp(`${wait} 秒`));
    assert.equal((await pair(server.token)).status, 201);
  });
});

describe("many who sign in at once", () => {
  const all = () => Promise.all(Array.from({ length: 6 }, () => signIn("zhou", "correct horse")));

  test("wait in a queue; who finds it full is told to come again in a moment, and does", async () => {
    await stopClean();
    await start(["--sign-in-queue=1"], server.dir);
    await account("zhou", [{ role: "chief", competition: id }]);
    const answers = await all(); // two are being checked, one waits
    const busy = answers.filter(({ status }) => status === 503);
    assert.ok(busy.length > 0 && busy.length <= 3, answers.map(({ status }) => status).join());
    for (const answer of busy) {
      is(answer, 503, "sign-in-busy");
      assert.ok(Number(answer.headers.get("retry-after")) > 0);
    }
    assert.equal(answers.filter(({ status }) => status === 201).length, 6 - busy.length);
    assert.equal((await signIn("zhou", "correct horse")).status, 201);
  });

  test("all come in where the queue is long enough", async () => {
    await stopClean();
    await start(["--sign-in-queue=4"], server.dir);
    assert.deepEqual((await all()).map(({ status }) => status), [201, 201, 201, 201, 201, 201]);
  });
});
