// Codes through a camera, in a real browser with a film for its camera: a piece's label opens its sheet, a seat's card lets a tablet
// in, two key cards open a layer. Where the camera does not open, words say so and typing goes on.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cameraOf, filmOf } from "./film.mjs";
import { axe, definition, inPage, prepare } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const BASE = "/api/v1/competitions/small";
const TABLET = { width: 800, height: 1280 };

let server, scratch, tokens;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), "jinbang-scan-"));
  server = await serveSite();
  const { stages } = definition().skills[0];
  tokens = await prepare(server, { more: { blind: ["work"], exposure: { before: "code", after: "name" }, stages } });
});
after(async () => {
  await server.stop();
  server.remove();
  rmSync(scratch, { recursive: true, force: true });
});

async function must(method, path, body, status = 201) {
  const answer = await server.call(method, path, { body });
  assert.equal(answer.status, status, `${method} ${path} ${answer.raw}`);
  return answer.json;
}
const salt = () => randomBytes(32).toString("hex");

// A browser whose camera sees these codes one after the other; null: a browser without leave to use it.
async function open(t, path, codes, { viewport = TABLET } = {}) {
  const film = join(scratch, `${randomBytes(4).toString("hex")}.y4m`);
  if (codes) writeFileSync(film, filmOf(codes));
  const browser = await launch(codes ? cameraOf(film) : ["--use-fake-device-for-media-stream"]);
  const context = await browser.newContext({ viewport, locale: "zh-CN" });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  t.after(async () => {
    await browser.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(server.url + path);
  return page;
}
const judge = (t, codes) => open(t, `/judge.html?c=small#token=${tokens["judge-J1"]}`, codes);

let works, keys;
describe("a judge's tablet", () => {
  before(async () => {
    for (const competitor of ["c001", "c002", "c003"]) await must("POST", `${BASE}/check-in`, { competitor, state: "present" });
    keys = (await must("POST", `${BASE}/codes/welder/work/cards`, { salt: salt() })).cards.map(({ code }) => code);
    works = (await must("POST", `${BASE}/codes/welder/work/table`, { salt: salt() })).links.map(([, code]) => code);
  });

  test("reads the label of a piece and opens its sheet; the camera goes out", async (t) => {
    const page = await judge(t, [works[1]]);
    await page.getByTestId("scan").click();
    await page.locator(".sheet h1").getByText(works[1]).waitFor();
    await page.getByTestId("sight").waitFor({ state: "detached" });
  });

  test("says which code it saw where this seat has no such piece, and looks on until one fits", async (t) => {
    const page = await judge(t, ["ZZZZ", works[2]]);
    await page.getByTestId("scan").click();
    await page.locator(".sheet h1").getByText(works[2]).waitFor();
    const other = await judge(t, ["HELLO"]);
    await other.getByTestId("scan").click();
    await other.getByTestId("code-said").getByText("HELLO").waitFor();
    await other.getByTestId("sight").waitFor();
    await axe(other, "scanning");
  });

  test("says that a code fails its check sign, typed or scanned, and opens nothing", async (t) => {
    const [first, ...rest] = works[0];
    const wrong = [first === "A" ? "B" : "A", ...rest].join("");
    const page = await judge(t, [wrong]);
    await page.getByTestId("code").fill(wrong.toLowerCase());
    await page.keyboard.press("Enter");
    const said = page.getByTestId("code-said");
    await said.getByText(/校验位不对/).waitFor();
    await axe(page, "code-mistyped");
    assert.equal(await page.locator(".sheet h1").count(), 0);
    await page.reload();
    await page.getByTestId("scan").click();
    await said.getByText(new RegExp(`${wrong}.*校验位不对`)).waitFor();
    assert.equal(await page.locator(".sheet h1").count(), 0);
  });

  test("says that this seat has sealed a piece already, typed or scanned, and shows what was sealed", async (t) => {
    const page = await judge(t, [works[1]]);
    await page.getByTestId("code").fill(works[1]);
    await page.keyboard.press("Enter");
    await page.locator("#field-a").fill("31");
    await page.locator("#field-b").fill("30");
    await page.getByTestId("seal").click();
    await page.getByTestId("seal-anyway").or(page.getByTestId("sealed")).first().waitFor();
    if (await page.getByTestId("seal-anyway").isVisible()) await page.getByTestId("seal-anyway").click();
    await page.locator("[data-testid=sealed][data-green=true]").waitFor();
    const told = page.getByTestId("code-told");
    assert.equal(await told.count(), 0);
    for (const find of [async () => { await page.getByTestId("code").fill(works[1]); await page.keyboard.press("Enter"); }, () => page.getByTestId("scan").click()]) {
      await page.getByTestId("back").click();
      await find();
      await told.waitFor();
      assert.match(await told.innerText(), /您已经封存过/);
      assert.match(await page.locator("section.sheet dl").innerText(), /31/);
    }
    await axe(page, "code-sealed");
  });

  test("says in words that the camera may not be used, and the code can be typed", async (t) => {
    const page = await judge(t, null);
    await page.getByTestId("scan").click();
    await page.locator("[data-testid=scan-blind][data-why=refused]").getByText("没有使用摄像头的权限").waitFor();
    await axe(page, "camera-refused");
    await page.getByTestId("code").fill(works[0].toLowerCase());
    await page.keyboard.press("Enter");
    await page.locator(".sheet h1").getByText(works[0]).waitFor();
  });

  test("reads labels without a network too", async (t) => {
    const page = await judge(t, [works[1]]);
    await page.getByTestId("next").waitFor();
    await inPage(page, async () => (await (await caches.open("jinbang-judge-1")).keys()).some(({ url }) => url.includes("reader")));
    await page.context().setOffline(true);
    await page.getByTestId("scan").click();
    await page.locator(".sheet h1").getByText(works[1]).waitFor();
  });

  test("is let into its seat by the card that it sees", async (t) => {
    await must("PUT", `${BASE}/sessions/welder`, { open: true });
    const { code } = await must("POST", `${BASE}/cards`, { judge: "judge-J2" });
    const page = await open(t, "/judge.html", ["no card", `${server.url}/judge.html#card=${code}`]);
    await page.getByTestId("scan").click();
    await page.getByTestId("next").waitFor();
  });
});

test("two keepers' cards before the console's camera fill the two fields, and the layer opens", async (t) => {
  const { competitors } = (await server.call("GET", `${BASE}/roster`, { token: tokens["judge-K"] })).json;
  const there = [];
  for (const { id } of competitors) for (const [part, seat, marks] of [["w-theory", "K", [{ aspect: "t", value: "50" }]], ...["J1", "J2", "J3"].map((each) => ["w-practice", each, [{ aspect: "a", value: "30" }, { aspect: "b", value: "30" }]])]) {
    const answer = await server.call("PUT", `${BASE}/sheets/${part}/${id}/${seat}`, { token: tokens[`judge-${seat}`], body: { marks } });
    if (answer.status === 428) there.push([part, id, seat]);
    else assert.equal(answer.status, 201, answer.raw);
  }
  assert.deepEqual(there, [["w-practice", competitors.find(({ code }) => code === works[1]).id, "J1"]]); // sealed on its tablet above
  const page = await open(t, `/console.html#token=${server.token}`, ["no card", keys[0], keys[1]], { viewport: { width: 1280, height: 800 } });
  await page.getByTestId("tab-muster").click();
  await page.getByTestId("muster-codes").click();
  await page.getByTestId("scan").click();
  await page.locator("[data-testid=open-layer]:enabled").waitFor();
  await page.getByTestId("sight").waitFor({ state: "detached" });
  assert.deepEqual([await page.getByTestId("card-0").inputValue(), await page.getByTestId("card-1").inputValue()].toSorted(), [keys[0], keys[1]].toSorted());
  await page.getByTestId("open-layer").click();
  await page.locator("[data-testid=layer-work][data-state=opened]").waitFor();
});
