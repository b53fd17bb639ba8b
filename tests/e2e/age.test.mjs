// Scenes that ask for what they show: while a question has no answer, or one that never ends, their mark turns amber and then grey,
// however lively the boards beside them are; with the next answer they are live again.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { launch, open, WALL } from "./hall.mjs";
import { definition, serve } from "./lib.mjs";

const BEATS = 3;
const GIVEN_UP_MS = 15_100; // a question without an answer is given up after fifteen seconds
let browser, server;
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--heartbeat-ms", "500"] });
  const team_tables = [{ id: "units", name: { zh: "团体总分" }, by: "places", points: ["9", "7", "6"] }];
  const made = await server.call("POST", "/api/v1/competitions", { body: { ...definition("small"), team_tables } });
  assert.equal(made.status, 201, made.raw);
});
after(async () => {
  await browser.close();
  await server.stop();
  server.remove();
});

const SCENES = {
  "the next batch": { at: "scene=next&skill=welder", every: 5_000, asks: /\/draws$/ },
  "the photo wall": { at: "scene=photos", every: 10_000, asks: /\/photos$/ },
  "a team table": { at: "scene=table&table=units", every: 5_000, asks: /\/teams\/units$/ },
  "the progress of all skills": { at: "scene=progress", every: 10_000, asks: /\/competitions\/small$/ },
  "the draw": { at: "draw=welder", every: 2_000, asks: /\/draws$/ },
};

// Boards that heard the server since are as live as they can be: what is grey now is so for another reason.
const beats = (page) => new Promise((done) => {
  let left = BEATS;
  page.heard = () => --left === 0 && done();
});
function listen(page) {
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => String(payload).startsWith('{"type":"heartbeat"') && page.heard?.()));
}

// A page whose time was wound on: the server's own, which its answers tell, goes on with it.
function windable(page) {
  let ms = 0;
  return {
    on: (by) => page.clock.fastForward(((ms += by), by)),
    answer: async (route) => {
      const response = await route.fetch();
      const [run, at] = response.headers()["jinbang-at"].split(".");
      await route.fulfill({ response, headers: { ...response.headers(), "jinbang-at": `${run}.${Number(at) + ms}` } });
    },
  };
}

for (const [name, { at, every, asks }] of Object.entries(SCENES)) {
  for (const [how, answer] of [["fail", (route) => route.fulfill({ status: 502, body: "" })], ["stall", () => undefined]]) {
    test(`${name}, whose questions ${how}, turns amber, then grey with the time, and is live again with an answer`, async (t) => {
      const page = await open(t, browser, "about:blank", WALL);
      listen(page);
      await page.clock.install();
      const time = windable(page);
      await page.goto(`${server.url}/board.html?c=small&${at}`);
      const is = (truth) => page.locator(`[data-testid=board][data-truth=${truth}]`).waitFor();
      await is("live");
      await page.route(asks, answer);
      const asked = page.waitForRequest(asks);
      await time.on(every);
      await asked;
      if (how === "stall") await time.on(GIVEN_UP_MS);
      await is("amber");
      await time.on(31_000);
      await is("grey");
      await beats(page);
      await is("grey");
      await page.getByTestId("truth").filter({ hasText: /\d\d:\d\d:\d\d/ }).waitFor();
      await page.unroute(asks);
      await page.route(asks, time.answer);
      await time.on(10_000);
      await beats(page);
      await is("live");
    });
  }
}
