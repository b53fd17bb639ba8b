// What a paired device may is changed later, without pairing it again: seats and roles come and go, the tablet knows at once, and
// what it had sealed for a seat that went is kept, says why, and counts once the seat is back or somebody hands it in.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chromium } from "playwright-core";
import { BINARY, definition, fits, isProblem, live, practice, prepare, serve, sheetPath } from "./lib.mjs";
import { readJournal, tamper, until } from "./redis.mjs";

const BASE = "/api/v1/competitions/small";
const J1 = { role: "judge", judge: "judge-J1" };
const J2 = { role: "judge", judge: "judge-J2" };
const SIZES = [{ width: 390, height: 844 }];
const HALL = { width: 1280, height: 800 };
let server, browser;
const faults = [];

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
};
const device = (...grants) => must("POST", `${BASE}/devices`, { body: { grants } });
const listed = async (id, token) => (await must("GET", `${BASE}/devices`, { token }, 200)).devices.find((each) => each.id === id);
const seats = async (token) => ((await must("GET", `${BASE}/access`, { token }, 200)).seats ?? []).map(({ seat }) => seat);
const give = (id, grants, { version, ...options } = {}) => server.call("PUT", `${BASE}/devices/${id}/grants`, { body: { grants }, headers: version === undefined ? {} : { "If-Match": `"${version}"` }, ...options });
async function regrant(id, grants, options) {
  const answer = await give(id, grants, { version: (await listed(id)).version, ...options });
  assert.equal(answer.status, 201, answer.raw);
}

before(async () => {
  server = await serve();
  await prepare(server);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

describe("the grants of a paired device", () => {
  test("are changed where it stands, hold at once and after a restart, and stand in the journal in version 7", async () => {
    const { id, token } = await device(J1);
    await regrant(id, [J1, J2]);
    assert.deepEqual(await seats(token), ["J1", "J2"]);
    assert.equal((await server.call("PUT", sheetPath("c001", "w-practice", "J2"), { token, body: practice("40", "20") })).status, 201);
    await regrant(id, [J2]);
    isProblem(await server.call("PUT", sheetPath("c001", "w-practice", "J1"), { token, body: practice("40", "20") }), 403, "not-your-seat");
    await server.stop();
    let site;
    await tamper(server.dir, async (ask) => { site = await readJournal(ask, "-site"); });
    const act = site.map(String).filter((entry) => entry.includes('"act":"grants"')).at(-1);
    assert.ok(act.startsWith("7 ") && act.includes(id), act);
    server = await serve({ dir: server.dir });
    assert.deepEqual(await seats(token), ["J2"]);
    const said = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });

  test("are changed as they were seen: two at once do not undo each other", async () => {
    const { id, token } = await device(J1);
    const { version } = await listed(id);
    isProblem(await give(id, [J1, J2]), 428, "version-missing");
    assert.equal((await give(id, [J1, J2], { version })).status, 201);
    isProblem(await give(id, [J2], { version }), 412, "device-newer");
    assert.deepEqual(await seats(token), ["J1", "J2"]);
    const key = "0199c1d2-0000-7000-8000-0000000000a1";
    const now = (await listed(id)).version;
    assert.deepEqual([(await give(id, [J2], { version: now, key })).status, (await give(id, [J2], { version: now, key })).status], [201, 200]);
  });

  test("are refused with a pointer when they make no sense, and leave it as it was", async () => {
    const { id, token } = await device(J1);
    const { version } = await listed(id);
    for (const [grants, status, name, pointer] of [
      [[], 422, "wrong-type", "/grants"], [[{ role: "king" }], 422, "wrong-type", "/grants/0/role"], [[{ role: "organiser" }], 403, "not-allowed", "/grants/0/role"],
      [[J1, { role: "judge", judge: "nobody" }], 404, "unknown-judge", "/grants/1/judge"], [Array(65).fill(J1), 422, "wrong-type", "/grants"],
    ]) isProblem(await give(id, grants, { version }), status, name, pointer);
    isProblem(await give("nobody", [J1], { version }), 404, "unknown-device");
    await must("DELETE", `${BASE}/devices/${id}`, {});
    isProblem(await give(id, [J1, J2], { version }), 404, "unknown-device");
    isProblem(await server.call("GET", `${BASE}/access`, { token }), 401, "token-unknown");
  });

  test("of a chief judge's are his to give and to take; what the organiser gave stays", async () => {
    const chief = (await device({ role: "chief", skills: ["welder"] })).token;
    const { id, token } = await device(J1, { role: "presenter" });
    const version = async () => (await listed(id, chief)).version;
    isProblem(await give(id, [J1], { version: await version(), token: chief }), 403, "not-allowed", "/grants");
    isProblem(await give(id, [J1, { role: "presenter" }, { role: "supervisor", skills: ["welder"] }], { version: await version(), token: chief }), 403, "not-allowed", "/grants/2");
    assert.equal((await give(id, [{ role: "presenter" }, J1, J2], { version: await version(), token: chief })).status, 201);
    assert.deepEqual(await seats(token), ["J1", "J2"]);
    assert.deepEqual((await listed(id)).grants.map(({ role }) => role), ["presenter", "judge", "judge"]);
  });

  test("are weighed against what was seen: who was overtaken is told that first, and a right that was taken meanwhile does not come back", async () => {
    const chief = (await device({ role: "chief", skills: ["welder"] })).token;
    const { id } = await device(J1, { role: "presenter" });
    const { version } = await listed(id, chief);
    await regrant(id, [J1]);
    isProblem(await give(id, [J1, J2, { role: "presenter" }], { version, token: chief }), 412, "device-newer");
    isProblem(await give(id, [J1, J2, { role: "presenter" }], { version: (await listed(id)).version, token: chief }), 403, "not-allowed", "/grants/2");
    assert.deepEqual((await listed(id)).grants.map(({ role }) => role), ["judge"]);
  });

  test("that are asked for again with the same key get their first receipt, whatever became of the device", async () => {
    const chief = (await device({ role: "chief", skills: ["welder"] })).token;
    const { id } = await device(J1, { role: "presenter" });
    const { version } = await listed(id, chief);
    const again = () => give(id, [J1, J2, { role: "presenter" }], { version, token: chief, key: "0199c1d2-0000-7000-8000-0000000000a2" });
    const first = await again();
    assert.equal(first.status, 201, first.raw);
    for (const change of [() => regrant(id, [J1]), () => must("DELETE", `${BASE}/devices/${id}`, {})]) {
      await change();
      const { status, json, raw } = await again();
      assert.deepEqual([status, json.receipt], [200, first.json.receipt], raw);
    }
    isProblem(await give(id, [J1], { version, key: "0199c1d2-0000-7000-8000-0000000000a2" }), 422, "idempotency-key-reused");
  });

  test("of a skill that the rules have no more stay, and are taken away by a chief judge too", async () => {
    const whole = definition("pair");
    const fitter = structuredClone(whole.skills[0]);
    fitter.id = "fitter";
    for (const { parts } of fitter.stages[0].modules) parts[0].id = parts[0].id.replace("w-", "f-");
    await must("POST", "/api/v1/competitions", { body: { ...whole, skills: [...whole.skills, fitter] } });
    const there = "/api/v1/competitions/pair";
    const made = (...grants) => must("POST", `${there}/devices`, { body: { grants } });
    const clerk = (...skills) => ({ role: "clerk", skills });
    const chief = (await made({ role: "chief", skills: ["welder"] })).token;
    const { id } = await made(clerk("fitter"), clerk("welder", "fitter"));
    await must("PUT", `${there}/rules`, { body: { definition: whole, reason: "只有焊工" }, headers: { "If-Match": `"${(await must("GET", there, {}, 200)).rules.id}"` } });
    const put = async (grants) => {
      const { version } = (await must("GET", `${there}/devices`, { token: chief }, 200)).devices.find((each) => each.id === id);
      return server.call("PUT", `${there}/devices/${id}/grants`, { body: { grants }, token: chief, headers: { "If-Match": `"${version}"` } });
    };
    isProblem(await put([clerk("fitter"), clerk("welder", "fitter"), clerk("fitter", "welder")]), 404, "unknown-skill", "/grants/2/skills");
    for (const grants of [[clerk("fitter"), clerk("welder", "fitter"), clerk("welder")], [clerk("welder")]]) {
      const { status, raw } = await put(grants);
      assert.equal(status, 201, raw);
    }
  });

  test("without a display's end the screen's page, and with one it is a screen", async () => {
    const { id, token } = await device({ role: "display" });
    const screen = live(server, { bearer: token, boards: [] });
    await screen.next((frame) => frame.type === "scene");
    await regrant(id, [{ role: "clerk" }]);
    assert.equal((await screen.closed).code, 4401);
    isProblem(await server.call("GET", "/api/v1/screen", { token }), 403, "not-allowed");
    await regrant(id, [{ role: "display" }]);
    assert.equal((await server.call("GET", "/api/v1/screen", { token })).status, 200);
  });
});

// ---- in a browser

async function open(path, { locale = "zh-CN" } = {}) {
  const context = await browser.newContext({ viewport: HALL, locale });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}
const task = (page, competitor) => page.locator(`[data-testid=task][data-competitor=${competitor}]`);

async function seal(page, competitor) {
  await task(page, competitor).click();
  await page.locator("#field-a").fill("41");
  await page.locator("#field-b").fill("30");
  await page.getByTestId("seal").click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.getByTestId("sealed")).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await page.getByTestId("sealed").waitFor();
}

async function change(desk, id, act) {
  const row = desk.locator(`[data-testid=device][data-device=${id}]`);
  await row.getByTestId("change-device").click();
  await act(row);
  await row.getByTestId("regrant-save").click();
  await row.getByTestId("device-grants").waitFor({ state: "detached" });
}

describe("on the pages", () => {
  test("a seat is added and taken; the tablet hears of it, keeps what it could not send, says why, and sends it when the seat is back", async () => {
    const { id, token } = await device(J1);
    const desk = await open(`/console.html#token=${server.token}`);
    await desk.getByTestId("tab-devices").click();
    const tablet = await open(`/judge.html?c=small#token=${token}`);
    await task(tablet, "c002").waitFor();

    await change(desk, id, async (row) => {
      await row.getByTestId("regrant-more").click();
      await row.getByTestId("grant-judge").nth(1).selectOption("judge-J3");
      await row.getByTestId("regrant-come").getByText("裁判J3").waitFor();
      await fits(desk, "regrant-come", SIZES, HALL);
    });
    await tablet.getByTestId("moved").getByText("裁判J3").waitFor(); // by itself
    await tablet.getByTestId("lock").waitFor(); // two share it now
    await tablet.getByTestId("moved-read").click();

    for (const judge of ["judge-J3", "judge-J1"]) {
      await tablet.locator(`[data-testid=sitter][data-judge=${judge}]`).click();
      await tablet.getByTestId("pin").fill("2580");
      await tablet.getByTestId("pin-again").fill("2580");
      await tablet.getByTestId("pin-enter").click();
      await task(tablet, "c002").waitFor();
      if (judge === "judge-J3") await tablet.getByTestId("lock-now").click();
    }
    await tablet.context().setOffline(true);
    await seal(tablet, "c002");
    await change(desk, id, async (row) => {
      await row.getByTestId("regrant-drop").first().click();
      await row.getByTestId("regrant-gone").getByText("裁判J1").waitFor();
      await fits(desk, "regrant-gone", SIZES, HALL);
    });
    await tablet.context().setOffline(false);
    const stranded = tablet.getByTestId("stranded");
    await stranded.getByText("裁判J1").first().waitFor();
    await stranded.getByText("选手2").waitFor();
    await tablet.getByTestId("moved").getByText(/取消.*裁判J1/).waitFor();
    await tablet.getByTestId("lock").waitFor(); // the one who is left has a PIN, and is asked for it
    assert.equal(await task(tablet, "c002").count(), 0);
    await fits(tablet, "stranded", SIZES, HALL);
    await stranded.getByTestId("stranded-hand").click();
    await tablet.getByRole("dialog").waitFor();
    await tablet.keyboard.press("Escape");
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status, 404);

    await regrant(id, [{ role: "judge", judge: "judge-J3" }, J1]);
    await stranded.waitFor({ state: "detached" });
    await until(async () => (await server.call("GET", sheetPath("c002", "w-practice", "J1"))).status === 200);
    assert.equal((await server.call("GET", sheetPath("c002", "w-practice", "J1"))).json.by, "judge-J1");
    await tablet.context().close();
    await desk.context().close();
  });

  test("a change whose answer was lost on the way is the same change when it is pressed again", async () => {
    const { id } = await device(J1);
    const desk = await open(`/console.html#token=${server.token}`);
    await desk.getByTestId("tab-devices").click();
    const keys = [];
    await desk.route("**/grants", async (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      const answer = await route.fetch();
      if (keys.length === 1) await route.abort();
      else await route.fulfill({ response: answer });
    });
    await change(desk, id, async (row) => {
      await row.getByTestId("regrant-more").click();
      await row.getByTestId("grant-judge").nth(1).selectOption("judge-J3");
      await row.getByTestId("regrant-save").click();
      await row.getByTestId("regrant-problem").waitFor();
    });
    assert.deepEqual([keys.length, new Set(keys).size], [2, 1]);
    await desk.context().close();
  });

  test("a role for a venue reaches its skills, is widened only when that is said, and one that the rules undid says so", async () => {
    const change = async (venues, venue) => {
      const { definition: whole, rules } = await must("GET", BASE, {}, 200);
      const { venues: _, ...rest } = whole;
      const [{ venue: __, ...skill }] = whole.skills;
      const next = { ...rest, ...(venues ? { venues } : {}), skills: [venue ? { ...skill, venue } : skill] };
      await must("PUT", `${BASE}/rules`, { body: { definition: next, reason: "场地" }, headers: { "If-Match": `"${rules.id}"` } });
    };
    await change([{ id: "hall-north", name: { zh: "北馆", en: "North hall" } }, { id: "yard", name: { zh: "训练场" } }], "hall-north");
    const { id, token } = await device(J1, { role: "clerk", skills: ["welder"], venues: ["hall-north"] });
    const desk = await open(`/console.html#token=${server.token}`);
    await desk.getByTestId("tab-devices").click();
    const row = desk.locator(`[data-testid=device][data-device=${id}]`);
    await row.getByText(/焊工.*仅限场地：北馆/).waitFor();
    await row.getByTestId("change-device").click();
    await row.getByTestId("grant-reached").getByText("焊工").waitFor();
    const [skill, north] = [row.getByTestId("grant-skill-welder"), row.getByTestId("grant-venue-hall-north")];
    for (const last of [skill, north]) {
      await last.click(); // the last one stays
      assert.equal(await last.getAttribute("aria-pressed"), "true");
    }
    await row.getByTestId("grant-venue-yard").click();
    await north.click(); // only the yard, where nobody is marked
    await row.getByTestId("grant-void").waitFor();
    await row.getByTestId("regrant-save").click();
    await row.getByTestId("regrant-problem").getByText(/yard/).waitFor();
    await north.click();
    await row.getByTestId("grant-venue-yard").click();
    await row.getByTestId("grant-all").click();
    await row.getByTestId("regrant-gone").getByText(/焊工.*北馆/).waitFor();
    await fits(desk, "regrant-narrow", SIZES, HALL);
    await row.getByTestId("regrant-save").click();
    await row.getByTestId("device-grants").waitFor({ state: "detached" });
    assert.deepEqual((await listed(id)).grants[1], { role: "clerk", venues: ["hall-north"] });
    await change(undefined, undefined); // no venues any more
    assert.deepEqual((await must("GET", `${BASE}/access`, { token }, 200)).rights.map(({ role }) => role), ["judge"]);
    await desk.reload();
    await desk.getByTestId("tab-devices").click();
    await row.getByText(/hall-north.*这项身份无效/).waitFor();
    await desk.context().close();
  });

  test("whoever was overtaken is told so beside the form, in English too, and goes on from what is there", async () => {
    const { id } = await device(J1);
    const desk = await open(`/console.html#token=${server.token}`, { locale: "en" });
    await desk.getByTestId("tab-devices").click();
    const row = desk.locator(`[data-testid=device][data-device=${id}]`);
    await row.getByTestId("change-device").click();
    await row.getByTestId("regrant-more").click();
    await regrant(id, [J2]);
    await row.getByTestId("regrant-save").click();
    await row.getByTestId("regrant-problem").getByText(/changed after you saw them/).waitFor();
    await row.getByTestId("regrant-overtaken").waitFor();
    await fits(desk, "regrant-overtaken", SIZES, HALL);
    await row.getByTestId("regrant-again").click();
    assert.deepEqual(await row.getByTestId("grant-judge").evaluateAll((all) => all.map(({ value }) => value)), ["judge-J2"]);
    await desk.context().close();
  });
});
