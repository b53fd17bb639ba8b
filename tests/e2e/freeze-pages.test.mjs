// Freezing in real browsers: the console's button and its undo, what the hall reads on the truth mark, what staff see move behind
// it, and a thaw that says beforehand how many have moved.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { axe, launch, open } from "./hall.mjs";
import { prepare, serve, sheetPath, theory } from "./lib.mjs";

let browser;
let server;
let tokens;
const mark = async (competitor, value) => {
  const answer = await server.call("PUT", sheetPath(competitor, "w-theory", "K"), { token: tokens["judge-K"], body: theory(value) });
  assert.equal(answer.status, 201, answer.raw);
};
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--heartbeat-ms", "500"] });
  tokens = await prepare(server);
  await mark("c001", "60");
});
after(async () => {
  await browser.close();
  await server.stop();
  server.remove();
});

const moving = (page) => page.locator("[data-testid=truth]:not([data-frozen])").first().waitFor();

test("frozen by a button, undone, frozen again: wall and phone say since when, staff see what moves, a thaw shows it", async (t) => {
  const wall = await open(t, browser, `${server.url}/board.html?c=small`);
  const phone = await open(t, browser, `${server.url}/board.html?c=small`, { width: 390, height: 844 }, { locale: "en" });
  const desk = await open(t, browser, `${server.url}/console.html#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-results").click();
  await desk.getByTestId("freeze-skill").click();
  await wall.locator("[data-frozen]").first().waitFor();
  await desk.getByTestId("freeze-undo").click();
  await desk.getByTestId("freeze-undo").waitFor({ state: "detached" });
  await moving(wall);

  await desk.getByTestId("freeze-skill").click();
  await wall.locator("[data-frozen]").filter({ hasText: /封榜 · 自 \d\d:\d\d 起/ }).first().waitFor();
  await phone.locator("[data-frozen]").filter({ hasText: /Frozen since \d\d:\d\d/ }).first().waitFor();
  await mark("c002", "90");
  await desk.getByTestId("moved").click();
  await desk.getByTestId("moved-row").filter({ hasText: "选手2" }).waitFor();
  assert.equal(await wall.locator("[data-testid=row][data-id=c002]").count(), 0, "the hall does not see it");
  assert.deepEqual([...(await axe(desk)), ...(await axe(wall)), ...(await axe(phone))], []);

  await desk.getByTestId("thaw").click();
  await desk.getByRole("dialog").filter({ hasText: "1 人" }).waitFor();
  await desk.getByTestId("thaw-confirm").click();
  await wall.locator("[data-testid=row][data-id=c002]").waitFor();
  await moving(wall);
});

test("a freeze is planned for a time of the day, and the plan can be taken back", async (t) => {
  const desk = await open(t, browser, `${server.url}/console.html#token=${server.token}`, { width: 1280, height: 1000 });
  await desk.getByTestId("tab-results").click();
  const later = new Date(Date.now() + 2 * 3600_000);
  const time = `${String(later.getHours()).padStart(2, "0")}:${String(later.getMinutes()).padStart(2, "0")}`;
  await desk.getByTestId("plan-at").fill(time);
  await desk.getByTestId("plan-set").click();
  await desk.getByTestId("plan").filter({ hasText: time }).waitFor();
  await desk.getByTestId("unplan").click();
  await desk.getByTestId("plan-at").waitFor();
});
