// The end of a shift at a tablet that judges share: both confirm it by PIN, it stands in the journal, the chief judge sees it, and
// without a network it is kept and reported later.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { BINARY, axe, isProblem, journalOf, practice, prepare, sheetPath, uuid7 } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const BASE = "/api/v1/competitions/small";
const GIVEN = { from: "judge-J1", to: "judge-J2", sealed: [3, 4], unsent: 0, begun: 1, client_time: "2026-05-01T12:00:00.000Z" };
let server, tokens, tablet;

const device = async (grants) => (await server.call("POST", `${BASE}/devices`, { body: { grants } })).json.token;
const hand = (body, token = tablet, options = {}) => server.call("POST", `${BASE}/shifts`, { token, body, ...options });
const listed = async (token = server.token) => (await server.call("GET", `${BASE}/shifts`, { token })).json.shifts;

async function start() {
  server = await serveSite();
  tokens = await prepare(server);
  tablet = await device(["judge-J1", "judge-J2"].map((judge) => ({ role: "judge", judge })));
}
async function end() {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
}

describe("the end of a shift", () => {
  before(start);
  after(() => server.remove());

  test("is reported by a tablet at which both sit, stands in the journal in version 6, and those who follow the marking see it", async () => {
    const key = uuid7();
    const first = await hand(GIVEN, tablet, { key });
    assert.equal(first.status, 201, first.raw);
    const { number } = first.json.receipt;
    assert.deepEqual([(await hand(GIVEN, tablet, { key })).status, (await listed()).length], [200, 1]);
    const { entry, head, body } = (await journalOf(server, "small")).find((line) => line.head.act === "shift");
    assert.ok(entry.startsWith("6 "));
    assert.deepEqual([head.by, JSON.parse(body)], ["judge-J1", GIVEN]);
    for (const role of ["chief", "supervisor"]) {
      const [{ at, ...shift }] = await listed(await device([{ role, skills: ["welder"] }]));
      assert.deepEqual(shift, { ...GIVEN, number, by: "judge-J1" });
      assert.ok(Math.abs(Date.now() - at) < 60_000);
    }
    isProblem(await server.call("GET", `${BASE}/shifts`, { token: tokens["judge-K"] }), 403, "not-allowed");
  });

  test("is refused where one of them does not sit there, hands over to himself or is nobody, and for what cannot be", async () => {
    for (const [change, status, name, pointer] of [
      [{ to: "judge-J3" }, 403, "not-your-seat"], [{ from: "judge-J3" }, 403, "not-your-seat"], [{ to: "judge-J1" }, 422, "shift-alone"],
      [{ to: "nobody" }, 404, "unknown-judge"], [{ from: "nobody" }, 404, "unknown-judge"],
      [{ sealed: [0] }, 422, "wrong-type", "/sealed/0"], [{ sealed: ["1"] }, 422, "wrong-type", "/sealed/0"], [{ unsent: -1 }, 422, "wrong-type", "/unsent"],
      [{ begun: 100001 }, 422, "wrong-type", "/begun"], [{ client_time: undefined }, 422, "missing-field", "/client_time"], [{ more: 1 }, 422, "unknown-field", "/more"],
    ]) isProblem(await hand({ ...GIVEN, ...change }), status, name, pointer);
    isProblem(await hand(GIVEN, tokens["judge-J1"]), 403, "not-your-seat");
    assert.equal((await hand({ ...GIVEN, sealed: Array.from({ length: 2001 }, (_, at) => at + 1) })).status, 422);
    assert.equal((await listed()).length, 1);
    assert.equal((await hand({ ...GIVEN, sealed: Array.from({ length: 2000 }, (_, at) => at + 1), unsent: 100000 })).status, 201);
  });

  test("is there after kill -9, and verify finds nothing", async () => {
    const before = await listed();
    await server.kill();
    server = await serveSite({ dir: server.dir });
    assert.deepEqual(await listed(), before);
    await end();
    const said = spawnSync(BINARY, ["verify", "--data", server.dir], { encoding: "utf8" });
    assert.equal(said.status, 0, said.stdout + said.stderr);
  });
});

describe("the tablet", () => {
  let browser;
  before(async () => {
    browser = await launch();
    await start();
  });
  after(async () => {
    await browser.close();
    await end();
    server.remove();
  });

  async function open(t, path) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    t.after(async () => {
      await context.close();
      assert.deepEqual(faults, []);
    });
    await page.goto(server.url + path);
    return page;
  }

  async function pin(page, digits) {
    await page.getByTestId("pin").fill(digits);
    if (await page.getByTestId("pin-again").isVisible()) await page.getByTestId("pin-again").fill(digits);
    await page.getByTestId("pin-enter").click();
  }

  test("keeps it without a network, reports it afterwards, and the chief judge reads it at the console", async (t) => {
    const sent = await server.call("PUT", sheetPath("c001", "w-practice", "J1"), { token: tokens["judge-J1"], body: practice("50", "30") });
    const page = await open(t, `/judge.html?c=small#token=${tablet}`);
    await page.locator("[data-testid=sitter][data-judge=judge-J1]").click();
    await pin(page, "2580");
    await page.getByTestId("sitting").waitFor();
    await page.context().setOffline(true);
    await page.getByTestId("end-shift").click();
    await pin(page, "2580");
    await page.locator("[data-testid=arrives][data-judge=judge-J2]").click();
    await pin(page, "1470");
    await page.getByTestId("sitting").getByText("裁判J2").waitFor();
    await page.getByTestId("tab-receipts").click();
    const state = page.getByTestId("shift-state");
    await state.getByText("联网后报送").waitFor();
    assert.deepEqual(await listed(), []);
    await page.context().setOffline(false);
    await state.getByText(/^№\d+$/).waitFor({ timeout: 40_000 });
    await axe(page);
    const [shift] = await listed();
    assert.deepEqual([shift.from, shift.to, shift.unsent, shift.begun], ["judge-J1", "judge-J2", 0, 0]);
    assert.equal(await state.innerText(), `№${shift.number}`);
    assert.equal(sent.status, 201);
    const desk = await open(t, `/console.html?c=small#token=${await device([{ role: "chief", skills: ["welder"] }])}`);
    await desk.locator("[data-testid=tab-panels]").click();
    await desk.getByTestId("shift-handed").getByText("裁判J1 → 裁判J2：已封存").waitFor();
    await axe(desk);
    if (process.env.SHOTS) {
      await desk.getByTestId("shifts-handed").scrollIntoViewIfNeeded();
      for (const [width, height] of [[1280, 800], [800, 1280], [390, 844]]) {
        await desk.setViewportSize({ width, height });
        await desk.screenshot({ path: `${process.env.SHOTS}/shift-${width}.png` });
      }
      await page.screenshot({ path: `${process.env.SHOTS}/shift-tablet.png` });
    }
  });
});
