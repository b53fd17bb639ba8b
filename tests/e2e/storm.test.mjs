// The worst day in the hall: seven tablets, let in by their cards by host name over TLS, mark a skill through a network that cuts,
// delays, splits, answers garbage and a captive portal's page, their pages are reloaded, and the server is killed in between. At the
// end every tablet shows every sheet sealed, the journal holds each of them once with the figures that were typed and signed by the
// tablet's own key, and `jinbang verify` finds nothing to say.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { BINARY, definition, inPage, roster } from "./lib.mjs";
import { launch, serveSite, tlsOf } from "./site.mjs";
import { dice, weather } from "./weather.mjs";

const SEATS = ["J1", "J2", "J3", "J4", "J5", "J6", "J7"];
const PIECES = 3;

function rules() {
  const all = definition("storm");
  const [stage] = all.skills[0].stages;
  stage.modules = [stage.modules[1]];
  delete stage.modules[0].weight;
  stage.modules[0].parts[0].seats = SEATS;
  all.skills[0].tie_break = [{ module: "practice" }];
  return all;
}

const must = (answer, status = 201) => {
  assert.equal(answer.status, status, answer.raw);
  return answer.json;
};
const journalOf = async (server) => (await server.call("GET", "/api/v1/competitions/storm/journal?limit=1000")).raw
  .split("\n").filter(Boolean).map((line) => {
    const { number, entry } = JSON.parse(line);
    const split = entry.indexOf("\n");
    return { number, head: JSON.parse(entry.slice(2, split < 0 ? undefined : split)), body: split < 0 ? "" : entry.slice(split + 1) };
  });
const marksOf = (seat, piece) => [String(30 + seat * 2 + piece), String(20 + seat + piece * 0.5)];

class Tablet {
  constructor(context, page, at, roll) {
    Object.assign(this, { context, page, at, roll, faults: [], reloads: 0 });
    page.on("pageerror", (error) => this.faults.push(error.message));
  }

  task(piece) {
    return this.page.locator(`[data-testid=task][data-competitor=c00${piece + 1}]`);
  }

  async mark(piece) {
    const [a, b] = marksOf(this.at, piece);
    await this.task(piece).click();
    await this.page.locator("#field-a").fill(a);
    if (this.roll() < 0.5) await this.reload(); // half written
    await this.page.locator("#field-b").fill(b);
    await this.page.getByTestId("seal").click();
    const anyway = this.page.getByTestId("seal-anyway");
    const sealed = this.page.getByTestId("sealed");
    const said = this.page.getByTestId("said");
    await anyway.or(sealed).or(said).first().waitFor();
    if (await said.isVisible()) throw new Error(`${SEATS[this.at]} ${piece}: ${await said.innerText()}`);
    if (await anyway.isVisible()) await anyway.click();
    await sealed.waitFor();
    if (this.roll() < 0.5) await this.reload(); // on its way
  }

  // Without a network too, and whatever stands in its place.
  async reload() {
    this.reloads++;
    await this.page.reload();
    await this.task(0).waitFor();
  }

  allSealed() {
    return Promise.all(Array.from({ length: PIECES }, (_, piece) => this.task(piece).locator("[data-state=sealed]").waitFor({ timeout: 120_000 })));
  }
}

test("seven tablets in a storm lose nothing, and nothing counts twice", { timeout: 280_000 }, async (t) => {
  const storm = await weather(20261130, tlsOf());
  let server = await serveSite();
  const { dir } = server;
  t.after(async () => {
    storm.close();
    if (server.child.exitCode === null && server.child.signalCode === null) await server.kill();
    server.remove();
  });
  storm.target = Number(new URL(server.url).port);
  must(await server.call("POST", "/api/v1/competitions", { body: rules() }));
  must(await server.call("POST", "/api/v1/competitions/storm/roster", { body: { competitors: roster(PIECES) } }));
  const judges = SEATS.map((seat) => ({ id: `judge-${seat}`, name: `裁判${seat}`, seats: [{ skill: "welder", seat }] }));
  must(await server.call("POST", "/api/v1/competitions/storm/judges", { body: { judges } }));
  must(await server.call("PUT", "/api/v1/competitions/storm/sessions/welder", { body: { open: true } }));

  const browser = await launch();
  t.after(() => browser.close());
  const tablets = [];
  for (const [at, { id: judge }] of judges.entries()) {
    const { code } = must(await server.call("POST", "/api/v1/competitions/storm/cards", { body: { judge } }));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN" });
    const page = await context.newPage();
    await page.goto(`https://hall.test:${storm.port}/judge.html#card=${code}`);
    tablets.push(new Tablet(context, page, at, dice(at + 1)));
  }
  for (const tablet of tablets) { // each can open its page without a network from now on
    await tablet.task(0).waitFor();
    await inPage(tablet.page, async () => {
      const names = (await (await caches.open("jinbang-judge-1")).keys()).map(({ url }) => new URL(url).pathname);
      return navigator.serviceWorker.controller && names.includes("/judge.html") && names.some((name) => name.endsWith(".js"));
    });
  }

  storm.wild = true;
  const marking = tablets.map(async (tablet) => {
    for (let piece = 0; piece < PIECES; piece++) await tablet.mark(piece);
  });
  const allMarked = Promise.all(marking);
  while ((await journalOf(server)).filter(({ body }) => body.includes("marks")).length < SEATS.length);
  await server.kill();
  server = await serveSite({ dir });
  storm.target = Number(new URL(server.url).port);
  await allMarked;
  storm.wild = false;
  await Promise.all(tablets.map((tablet) => tablet.allSealed()));

  const counted = new Map();
  const signers = new Map();
  for (const { body, head } of await journalOf(server)) {
    if (!body.includes("marks")) continue;
    signers.set(head.seat, new Set([...(signers.get(head.seat) ?? []), head.signer]));
    const place = `${head.competitor}/${head.seat}`;
    assert.ok(!counted.has(place), `twice in the journal: ${place}`);
    counted.set(place, JSON.parse(body).marks.map(({ value }) => value));
  }
  const typed = SEATS.flatMap((seat, at) => Array.from({ length: PIECES }, (_, piece) => [`c00${piece + 1}/${seat}`, marksOf(at, piece)]));
  assert.deepEqual([...counted].toSorted(), typed.toSorted());
  assert.ok([...signers.values()].every((keys) => keys.size === 1), "each tablet signs with one key");
  assert.equal(new Set([...signers.values()].flatMap((keys) => [...keys])).size, SEATS.length, "of its own");
  assert.deepEqual(tablets.flatMap(({ faults }) => faults), []);
  assert.ok(Object.values(storm.seen).every((times) => times > 0), JSON.stringify(storm.seen)); // it was a storm
  assert.ok(tablets.some(({ reloads }) => reloads > 0));
  await server.stop();
  const verified = spawnSync(BINARY, ["verify", "--data", dir], { encoding: "utf8" });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const all = SEATS.length * PIECES;
  assert.ok(verified.stdout.includes(` sheets=${all} signed=${all} `), verified.stdout);
});
