// Signed by hand, on the tablet and on the console: the judge sees what he signs, a mark that moves meanwhile is told, the drawing
// stands in the list and on the print. axe-core finds nothing on any of these pages.
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
  assert.equal(answer.status, status, answer.raw);
  return answer.json;
};
const act = (id, body, options = {}) => server.call("POST", `${base(id)}/skills/welder/signings`, { body, ...options });
const pageOf = (id, query) => must("GET", `${base(id)}/pages?skill=welder&${new URLSearchParams(query)}`, {}, 200);
const markOf = (part, i) => (part === "w-theory" ? theory(String(70 + i)) : practice(String(40 + i), "20"));

async function markAll(id, count, tokens) {
  for (let i = 1; i <= count; i++) for (const [part, seat] of SEATS) await must("PUT", sheetPath(`c00${i}`, part, seat, id), { token: tokens?.[`judge-${seat}`], body: markOf(part, i) });
}

async function account(id, role) {
  await must("POST", "/api/v1/accounts", { body: { login: `${id}-${role}`, name: `人员${role}`, password: "correct horse", grants: [{ role, competition: id, skills: ["welder"] }] } });
}

async function open(path, { size = SIZES[0][1], locale = "zh-CN" } = {}) {
  const page = await (await browser.newContext({ locale, viewport: size })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(server.url + path);
  return page;
}

async function tablet(id, token, options) {
  const page = await open(`/judge.html?c=${id}#token=${token}`, options);
  await page.locator("[data-testid=task]").first().waitFor();
  return page;
}

async function signIn(id, role, options) {
  const page = await open("/console.html", options);
  await page.getByTestId("login").fill(`${id}-${role}`);
  await page.getByTestId("password").fill("correct horse");
  await page.getByTestId("sign-in").click();
  await page.getByTestId("tab-signing").click();
  return page;
}

async function look(page, name) {
  await axe(page, name);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, `${name} is wider than the screen`);
}

// In every size and in every colour; in all pairs of them where pictures are wanted. The page stays as it is.
async function lookAll(page, name) {
  for (const [at, [size, viewport]] of SIZES.entries()) {
    await page.setViewportSize(viewport);
    for (const theme of SHOTS ? THEMES : [THEMES[at]]) {
      await page.evaluate((colours) => { document.documentElement.dataset.theme = colours; }, theme);
      await look(page, `${name}-${size}-${theme}`);
    }
  }
  await page.setViewportSize(SIZES[0][1]);
}

async function draw(page, strokes = 2) {
  const pad = page.getByTestId("ink-pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  for (let i = 0; i < strokes; i++) {
    await page.mouse.move(x + width * 0.2, y + height * (0.3 + 0.2 * i));
    await page.mouse.down();
    for (let k = 1; k <= 12; k++) await page.mouse.move(x + width * (0.2 + 0.05 * k), y + height * (0.4 + 0.2 * i + 0.1 * Math.sin(k)));
    await page.mouse.up();
  }
  await page.locator(`[data-testid=ink-pad][data-strokes="${strokes}"]`).waitFor();
}

const row = (page, role, seat) => page.locator(`[data-testid=signature][data-role=${role}]${seat ? `[data-seat="${seat}"]` : ""}`);

describe("a judge on his tablet", () => {
  test("signs what he sees once all his sheets are sealed; what moved meanwhile is told first, and a later change asks anew", async () => {
    const id = "seat";
    const tokens = await prepare(server, { id, competitors: 3, more: { signing: { by: "drawn" } } });
    await must("PUT", sheetPath("c001", "w-practice", "J1", id), { token: tokens["judge-J1"], body: markOf("w-practice", 1) });
    const page = await tablet(id, tokens["judge-J1"]);
    await page.getByTestId("sign-prompt").filter({ hasText: "还有 2 名选手没有评分表" }).waitFor();
    for (const i of [2, 3]) await must("PUT", sheetPath(`c00${i}`, "w-practice", "J1", id), { token: tokens["judge-J1"], body: markOf("w-practice", i) });
    await page.reload();
    await page.getByTestId("sign-prompt").filter({ hasText: "评分表都已封好（3 张）" }).waitFor();
    await page.getByTestId("sign-open").click();
    await page.getByTestId("ink-says").filter({ hasText: "裁判席 J1 在“实操”中给 3 名选手打的分，共 6 个分数" }).waitFor();
    assert.equal(await page.getByTestId("ink-table").locator("tbody tr").count(), 3);
    assert.equal((await page.getByTestId("ink-digest").textContent()).replaceAll(" ", ""), (await pageOf(id, { part: "w-practice", seat: "J1" })).digest.slice(0, 16));
    assert.equal(await page.getByTestId("ink-sign").isDisabled(), true);
    await lookAll(page, "seat-form");
    await draw(page, 3);
    await page.getByTestId("ink-undo").click();
    await page.locator("[data-testid=ink-pad][data-strokes='2']").waitFor();
    await look(page, "seat-drawn");
    // Another device of the seat changes a mark while the judge looks.
    const { headers } = await server.call("GET", sheetPath("c002", "w-practice", "J1", id));
    await must("PUT", sheetPath("c002", "w-practice", "J1", id), { token: tokens["judge-J1"], body: because(practice("55", "30")), headers: { "If-Match": headers.get("etag") } }, 200);
    await page.getByTestId("ink-sign").click();
    await page.getByTestId("sign-moved").waitFor();
    await page.getByTestId("ink-table").getByText("55").waitFor();
    await page.getByTestId("ink-sign").click();
    await page.getByTestId("sign-done").waitFor();
    await page.locator("[data-testid=sign-prompt][data-signed=true]").waitFor();
    await lookAll(page, "seat-done");
    const signed = (await must("GET", `${base(id)}/gates?skill=welder`, {}, 200)).stages[0].signatures.find((each) => each.seat === "J1");
    assert.deepEqual([signed.state, signed.last.how], ["signed", "drawn"]);
    const { strokes } = await must("GET", `${base(id)}/skills/welder/signings/${signed.last.number}/drawing`, {}, 200);
    assert.equal(strokes.length, 2);
    await page.context().close();
  });

  test("types his name with a keyboard alone, in English", async () => {
    const id = "typed";
    const tokens = await prepare(server, { id, competitors: 2, more: { signing: { by: "drawn" } } });
    await markAll(id, 2, tokens);
    const page = await tablet(id, tokens["judge-K"], { locale: "en-GB" });
    await page.getByTestId("sign-open").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("ink-type").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("ink-name").fill("   ");
    assert.equal(await page.getByTestId("ink-sign").isDisabled(), true);
    await page.getByTestId("ink-name").fill("<img onerror=alert(1)>");
    await lookAll(page, "seat-typed-en");
    await page.getByTestId("ink-sign").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("sign-done").filter({ hasText: "Signed, receipt №" }).waitFor();
    await page.context().close();
  });

  test("is not asked to draw where the rules have ink", async () => {
    const id = "inkonly";
    const tokens = await prepare(server, { id, competitors: 2, more: { signing: { by: "ink" } } });
    await markAll(id, 2, tokens);
    const page = await tablet(id, tokens["judge-J1"]);
    await page.locator("[data-testid=task][data-competitor=c002]").waitFor();
    assert.equal(await page.getByTestId("sign-prompt").count(), 0);
    const { code } = await pageOf(id, { part: "w-practice", seat: "J1" });
    const refused = await act(id, { act: "sign", part: "w-practice", seat: "J1", role: "judge", code, drawing: { typed: "甲" } }, { token: tokens["judge-J1"] });
    assert.deepEqual([refused.status, refused.json.type], [422, "/problems/signing-unknown"]);
    await page.context().close();
  });
});

describe("the console", () => {
  test("takes the chief judge's and the supervisor's signature; the list and the print show what was drawn", async () => {
    const id = "desk";
    const tokens = await prepare(server, { id, competitors: 3, more: { signing: { by: "drawn", supervisor: true } } });
    await markAll(id, 3, tokens);
    for (const role of ["chief", "supervisor", "clerk"]) await account(id, role);
    for (const [part, seat] of SEATS) await must("POST", `${base(id)}/skills/welder/signings`, { token: tokens[`judge-${seat}`], body: { act: "sign", part, seat, role: "judge", code: (await pageOf(id, { part, seat })).code, drawing: { strokes: [[40, 120, 200, 60, 320, 180, 500, 90]], width: 600, height: 240 } } });
    const chief = await signIn(id, "chief");
    await row(chief, "judge", "J2").getByTestId("drawing").waitFor();
    assert.equal(await row(chief, "chief").getByTestId("draw").count(), 0); // not before it is confirmed
    await chief.getByTestId("check").click();
    await chief.getByTestId("confirm").click();
    await chief.locator("[data-testid=steps][data-state=checked]").waitFor();
    assert.equal(await row(chief, "supervisor").getByTestId("draw").count(), 0); // hers
    await row(chief, "chief").getByTestId("draw").click();
    await chief.getByTestId("ink-says").filter({ hasText: "“决赛”成绩单上 3 名选手的名次和总分" }).waitFor();
    await draw(chief);
    await lookAll(chief, "desk-form");
    await chief.getByTestId("ink-sign").click();
    await row(chief, "chief").and(chief.locator("[data-state=signed]")).getByTestId("drawing").waitFor();
    const supervisor = await signIn(id, "supervisor", { locale: "en-GB" });
    await row(supervisor, "supervisor").getByTestId("draw").click();
    await supervisor.getByTestId("ink-type").click();
    await supervisor.getByTestId("ink-name").fill("Li Si");
    await supervisor.getByTestId("ink-sign").click();
    await row(supervisor, "supervisor").locator("[data-testid=drawing][data-how=typed]").filter({ hasText: "Li Si" }).waitFor();
    await supervisor.locator("[data-testid=steps][data-state=signed]").waitFor();
    await lookAll(supervisor, "desk-signed-en");
    const clerk = await signIn(id, "clerk");
    const print = await clerk.context().newPage();
    await print.goto(server.url + await row(clerk, "chief").getByTestId("print-one").getAttribute("href"));
    await print.locator("[data-testid=leaf] [data-testid=sign-line][data-role=chief] svg").waitFor();
    await print.locator("[data-testid=leaf] [data-testid=sign-line][data-role=supervisor]").filter({ hasText: "Li Si" }).waitFor();
    await look(print, "desk-print");
    for (const page of [chief, supervisor, clerk]) await page.context().close();
  });

  test("a signature is of the page that was seen: without its code, blank, or for another's seat it is refused", async () => {
    const id = "refused";
    const tokens = await prepare(server, { id, competitors: 2, more: { signing: { by: "drawn" } } });
    await markAll(id, 2, tokens);
    const seat = { part: "w-practice", seat: "J1" };
    const { code } = await pageOf(id, seat);
    const send = async (more, options = { token: tokens["judge-J1"] }) => { const { status, json } = await act(id, { act: "sign", ...seat, role: "judge", ...more }, options); return [status, json.type?.replace("/problems/", "")]; };
    const drawing = { typed: "某某" };
    assert.deepEqual(await send({ drawing }), [422, "code-mistyped"]);
    for (const blank of [{ typed: "  " }, { strokes: [], width: 600, height: 240 }]) assert.deepEqual(await send({ code, drawing: blank }), [422, "drawing-blank"]);
    for (const odd of [{ strokes: [[1]], width: 600, height: 240 }, { strokes: [["1", "2"]], width: 600, height: 240 }, { strokes: [[1, 20000]], width: 600, height: 240 }]) assert.deepEqual(await send({ code, drawing: odd }), [422, "wrong-type"]);
    assert.equal((await send({ code, drawing: { typed: "某".repeat(51) } }))[0], 422);
    assert.deepEqual((await send({ code, drawing }, {}))[0], 403); // the organiser sits on no seat
    assert.equal((await send({ code, drawing }))[0], 201);
    assert.deepEqual(await send({ code, drawing }), [409, "signing-idle"]);
  });
});
