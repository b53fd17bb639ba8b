// Who stands on the stage: seven tablets, cards that turn over together, what is struck, the new total and place, what is needed
// and what is still open; and that nobody outside hears of a mark before its cards are turned.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cut, launch, open, PHONE, saved, WALL } from "./hall.mjs";
import { axe, live, serve, checkCode, tileHash, uuid7 } from "./lib.mjs";

const SEATS = ["J1", "J2", "J3", "J4", "J5", "J6", "J7"];
const TOLD = { before: "name", after: "name", judge_marks: true, forecast: true, cut_line: true };

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve({ flags: ["--follow-ms", "100"] });
});
after(async () => {
  await browser.close();
  await server.stop();
  server.remove();
});

const must = (answer, status = 201) => { assert.equal(answer.status, status, answer.raw); return answer.json; };

const tea = (id, exposure, part = {}) => ({
  format: "jinbang-competition/1", id, name: { zh: "西宁市职工茶艺大赛", en: "Tea Masters" }, fictional: true,
  skills: [{
    id: "s", name: { zh: "茶艺师", en: "Tea master" }, exposure,
    titles: [{ id: "gold", name: { zh: "技术状元", en: "Champion" }, from: 1, to: 1 }, { id: "star", name: { zh: "技术明星", en: "Star" }, from: 2, to: 3 }],
    stages: [{
      id: "final", name: { zh: "决赛", en: "Final" },
      modules: [{ id: "m", name: { zh: "创新茶艺", en: "Own tea" }, parts: [{
        id: "show", name: { zh: "展示", en: "Show" }, seats: SEATS, drop_high: 1, drop_low: 1, turn: "all_in", rounding: { value: { places: 3 } }, ...part,
        aspects: [{ id: "a", name: { zh: "分", en: "Mark" }, min: "0", max: "10", step: "0.1" }],
      }] }],
    }],
  }],
});
const PEOPLE = ["才让卓玛", "马桂兰", "阿卜杜拉・麦麦提依明", "李雪梅", "王建国"];

// A competition of its own; gives the judges' tokens by seat.
async function begin(id, exposure, part, people = PEOPLE) {
  must(await server.call("POST", "/api/v1/competitions", { body: tea(id, exposure, part) }));
  const competitors = people.map((name, i) => ({ id: `c${i + 1}`, skill: "s", code: `A${i + 1}`, name, delegation: "城东区总工会" }));
  must(await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors } }));
  const judges = SEATS.map((seat) => ({ id: `judge-${seat}`, name: `评委${seat}号`, role: "judge", seats: [{ skill: "s", seat }] }));
  const made = must(await server.call("POST", `/api/v1/competitions/${id}/judges`, { body: { judges } })).judges;
  return Object.fromEntries(made.map((judge, i) => [SEATS[i], judge.token]));
}

const put = async (id, tokens, who, seat, value) =>
  must(await server.call("PUT", `/api/v1/competitions/${id}/sheets/show/${who}/${seat}`, { token: tokens[seat], body: { marks: [{ aspect: "a", value }] } }));

async function mark(id, tokens, who, values) {
  for (const [i, value] of values.entries()) if (value) await put(id, tokens, who, SEATS[i], value);
}

const rowsOf = (frame) => frame.rows ?? (frame.upsert ?? []).map(({ row }) => row);

// Follows a tile as a page does, and keeps what it was sent as it came.
class Recorder {
  constructor(board, hello = {}) {
    this.board = board;
    this.wire = live(server, { boards: [board], ...hello });
  }
  async begun() {
    await this.wire.next((frame) => frame.type === "snapshot" && frame.board === this.board);
    return this;
  }
  get frames() { return this.wire.frames.filter((frame) => frame.board === this.board && frame.type !== "heartbeat"); }
  // What the server holds now, and everything that it has sent before: it answers in order.
  async now() {
    const count = this.wire.frames.filter((frame) => frame.type === "resync").length;
    this.wire.send({ type: "resync", board: this.board });
    await this.wire.next((frame) => frame.type === "resync" && this.wire.frames.filter((each) => each.type === "resync").length > count);
    const frame = this.wire.frames.filter((each) => each.type === "resync").at(-1);
    assert.equal(frame.hash, tileHash(frame));
    return frame;
  }
  rows() { return this.frames.flatMap(rowsOf); }
  shown(test) { return this.wire.next((frame) => frame.board === this.board && rowsOf(frame).some(test)); }
  // All that it was sent before a row passed, as it came.
  async before(test) {
    const shown = await this.shown(test);
    return this.frames.slice(0, this.frames.indexOf(shown));
  }
  close() { return this.wire.close(); }
}

const cardsOf = (row) => row.cards.judges.map(({ mark: value, struck }) => [value, struck]);

describe("a final of seven judges", () => {
  let tokens;
  before(async () => {
    tokens = await begin("tea", TOLD);
    await mark("tea", tokens, "c1", ["8.6", "8.7", "8.6", "8.7", "8.6", "9.9", "5.1"]); // 8.64
    await mark("tea", tokens, "c2", ["8", "8", "8", "8", "8", "8", "8"]);
  });

  test("the cards turn over together, the highest and the lowest struck, and nobody is sent a mark before", async (t) => {
    const recorders = await Promise.all(["stage:c3", "who:c3", "top100"].map((tile) => new Recorder(`tea/s/final/${tile}`).begun()));
    const page = await open(t, browser, `${server.url}/board.html?c=tea&scene=stage&skill=s&competitor=c3`, WALL);
    await page.getByTestId("scene-stage").or(page.getByText("请等候选手登场")).first().waitFor();
    const over = await open(t, browser, `${server.url}/board.html?c=tea&scene=overlay&skill=s&competitor=c3`, WALL);
    await over.getByTestId("scene-overlay").waitFor();
    const values = ["9.1", "9.2", "9.3", "9.4", "9.5", "9.6", "3.7"];
    await mark("tea", tokens, "c3", values.slice(0, 6));
    for (const recorder of recorders) await recorder.now();
    assert.equal(await page.locator("[data-testid=cards][data-open=true]").count(), 0);
    await put("tea", tokens, "c3", "J7", values[6]);
    const stage = recorders[0];
    await stage.shown((row) => row.cards);
    for (const recorder of recorders) {
      const earlier = await recorder.before((row) => row.id === "c3" && row.total !== null);
      const text = JSON.stringify(earlier.map((frame) => ({ ...frame, hash: "", token: "", sealed_us: 0 })));
      for (const value of values.slice(0, 6)) assert.equal(text.includes(`"${value}"`), false, `${recorder.board} ${value}`);
      assert.equal(earlier.flatMap(rowsOf).some((row) => row.cards), false, recorder.board);
    }
    const first = stage.rows().find((row) => row.cards);
    assert.deepEqual(cardsOf(first), [["9.1", undefined], ["9.2", undefined], ["9.3", undefined], ["9.4", undefined], ["9.5", undefined], ["9.6", "high"], ["3.7", "low"]]);
    assert.deepEqual([first.total, first.place, first.cards.figure], ["9.30", 1, "9.30"]);
    assert.equal(JSON.stringify(stage.frames).includes("评委"), false); // whose marks they are is not said
    assert.equal(JSON.stringify(stage.frames).includes("judge-"), false);
    await page.locator("[data-testid=cards][data-open=true]").waitFor();
    assert.deepEqual(await page.getByTestId("card").evaluateAll((cards) => cards.map((card) => [card.querySelector(".given").textContent, card.dataset.struck])),
      [["9.1", ""], ["9.2", ""], ["9.3", ""], ["9.4", ""], ["9.5", ""], ["9.6", "high"], ["3.7", "low"]]);
    await page.getByText("第 1 名", { exact: true }).waitFor();
    await axe(page, "stage");
    // the same over a picture of the hall, which shines through
    await over.locator("[data-testid=scene-overlay][data-id=c3] [data-testid=cards][data-open=true]").waitFor();
    assert.deepEqual(await over.getByTestId("card").evaluateAll((cards) => cards.map((card) => card.dataset.struck)), ["", "", "", "", "", "high", "low"]);
    await over.getByTestId("scene-overlay").filter({ hasText: /阿卜杜拉·麦麦提依明[^]*9\.30[^]*第 1 名/ }).waitFor();
    assert.deepEqual(await cut(over), []);
    assert.equal(await over.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgba(0, 0, 0, 0)");
    const outside = await over.evaluate(() => { // nothing hangs out of its band
      const band = document.querySelector("[data-testid=scene-overlay]").getBoundingClientRect();
      return [...document.querySelectorAll("[data-testid=card]")].filter((card) => { const at = card.getBoundingClientRect(); return at.top < band.top || at.bottom > band.bottom || at.right > band.right; }).length;
    });
    assert.equal(outside, 0);
    await axe(over, "overlay");
    if (process.env.SHOTS) await over.screenshot({ path: `${process.env.SHOTS}/overlay-stage.png` });
    const code = checkCode([first]).match(/.{4}/g).join(" ");
    assert.ok((await saved(page, "wide")).words.includes(`核对码 ${code} · `), code);
    await Promise.all(recorders.map((recorder) => recorder.close()));
  });

  test("says what is needed for the first place and for each line, and which places may still come", async () => {
    const recorder = await new Recorder("tea/s/final/stage:c4").begun();
    await mark("tea", tokens, "c4", ["7"]); // he is listed only once a sheet has come that may be seen: not yet
    assert.deepEqual((await recorder.now()).rows, []);
    assert.deepEqual((await recorder.now()).state.lines, [{ top: 1, title: "gold" }, { top: 3, title: "star" }]);
    await recorder.close();
    const board = await new Recorder("tea/s/final/top50").begun();
    await board.shown((row) => row.forecast);
    const { rows } = await board.now();
    assert.deepEqual(rows.map((row) => [row.id, row.forecast.best, row.forecast.worst]), [["c3", 1, 3], ["c1", 2, 4], ["c2", 3, 5]]);
    await board.close();
  });

  test("a phone and a wall say of each row whether it is within a line for sure, still open, or out: by shape and in words", async (t) => {
    for (const viewport of [PHONE, WALL]) {
      const page = await open(t, browser, `${server.url}/board.html?c=tea&skill=s&lang=zh`, viewport, { reducedMotion: "reduce" });
      await page.locator("[data-testid=row][data-id=c3][data-standing=in]").getByText("◆").waitFor();
      assert.deepEqual(await page.getByTestId("row").evaluateAll((rows) => rows.map((row) => [row.dataset.id, row.dataset.standing]).sort()), [["c1", "open"], ["c2", "open"], ["c3", "in"]]);
      await page.locator("[data-testid=row][data-id=c1]").getByText("◇").waitFor();
      assert.equal(await page.locator("[data-testid=row][data-id=c1]").getByText("未定：前 3 名").count(), 1);
      await axe(page, `signs ${viewport.width}`);
    }
  });

  test("while boards are frozen cards, forecasts and lines stand as they were, whatever is marked, and after kill -9; then as the marks have it", async (t) => {
    const page = await open(t, browser, `${server.url}/board.html?c=tea&scene=stage&skill=s&competitor=c1`, WALL);
    await page.locator("[data-testid=cards][data-open=true]").waitFor();
    let recorder = await new Recorder("tea/s/final/stage:c1").begun();
    const needing = await new Recorder("tea/s/final/top50").begun();
    const staff = await new Recorder("tea/s/final/top50", { bearer: server.token }).begun();
    await recorder.shown((row) => row.forecast && row.cards);
    await needing.shown((row) => row.forecast);
    const [moving] = (await recorder.now()).rows;
    assert.deepEqual([moving.cards.judges.length, moving.forecast], [7, { best: 2, worst: 4 }]);
    const lines = (await recorder.now()).state.lines;
    const all = (await needing.now()).rows;
    must(await server.call("POST", "/api/v1/competitions/tea/freezes", { body: { act: "freeze" } }));
    for (const each of [recorder, needing]) await each.wire.next((frame) => frame.board === each.board && frame.state?.frozen);
    const frozen = await recorder.now();
    const board = await needing.now();
    assert.deepEqual([frozen.rows, frozen.state.lines, board.rows], [[moving], lines, all], "nothing of it goes");
    await page.locator("[data-testid=truth]").filter({ hasText: "封榜" }).waitFor();
    await page.locator("[data-testid=cards][data-open=true]").waitFor();

    await mark("tea", tokens, "c5", SEATS.map(() => "9.9")); // secret: others pass him, and his own cards change
    must(await server.call("POST", "/api/v1/competitions/tea/rulings", { body: { ruling: "excuse", part: "show", seat: "J6", competitor: "c1", excused: true, reason: "亲属" } }));
    await staff.shown((row) => row.id === "c5" && row.place === 1);
    await staff.shown((row) => row.id === "c1" && row.total !== moving.total);
    const same = ({ seq, hash, rows, state }) => [seq, hash, rows, state];
    assert.deepEqual([same(await recorder.now()), same(await needing.now())], [same(frozen), same(board)]);
    await Promise.all([recorder, needing, staff].map((each) => each.close()));
    await server.kill();
    server = await serve({ dir: server.dir, flags: ["--follow-ms", "100"] });
    recorder = await new Recorder("tea/s/final/stage:c1").begun();
    const again = await recorder.now();
    assert.deepEqual([again.hash, again.rows, again.state], [frozen.hash, frozen.rows, frozen.state]);
    must(await server.call("POST", "/api/v1/competitions/tea/freezes", { body: { act: "thaw" } }));
    await recorder.shown((row) => row.place === 3 && row.cards?.judges[5].struck === "recused");
    assert.deepEqual((await recorder.now()).state.lines, lines);
    await recorder.close();
  });

  test("what who stands on the stage needs stands, too: by the totals of the freeze, whoever comes before him in secret", async () => {
    const begun = await begin("needs", TOLD, { turn: undefined });
    await mark("needs", begun, "c1", ["8.6", "8.7", "8.6", "8.7", "8.6", "9.9", "5.1"]);
    await mark("needs", begun, "c2", ["9.2"]);
    const recorder = await new Recorder("needs/s/final/stage:c2").begun();
    await recorder.shown((row) => row.forecast?.needs);
    const [row] = (await recorder.now()).rows;
    assert.deepEqual(row.forecast.needs[0], { place: 1, answer: "mark", mark: "8.7", than: "8.64" });
    must(await server.call("POST", "/api/v1/competitions/needs/freezes", { body: { act: "freeze" } }));
    await recorder.wire.next((frame) => frame.state?.frozen);
    const frozen = await recorder.now();
    assert.deepEqual(frozen.rows, [row]);
    const staff = await new Recorder("needs/s/final/top50", { bearer: server.token }).begun();
    await mark("needs", begun, "c3", SEATS.map(() => "9.9"));
    await mark("needs", begun, "c2", [null, ...SEATS.slice(1).map(() => "9")]);
    await staff.shown((each) => each.id === "c2" && each.place === 2);
    const later = await recorder.now();
    assert.deepEqual([later.seq, later.rows], [frozen.seq, frozen.rows]);
    await Promise.all([recorder.close(), staff.close()]);
  });
});

test("with cards that are not closed nothing shows either before the last judge has marked, and what he needs is his mark", async () => {
  const tokens = await begin("open", TOLD, { turn: undefined });
  await mark("open", tokens, "c1", ["8.6", "8.7", "8.6", "8.7", "8.6", "9.9", "5.1"]);
  const recorder = await new Recorder("open/s/final/stage:c2").begun();
  await put("open", tokens, "c2", "J1", "9.2");
  await recorder.shown((row) => row.done === 1 && row.forecast);
  const before = (await recorder.now()).rows[0];
  assert.deepEqual(before.forecast, { best: 1, worst: 5, needs: [{ place: 1, answer: "mark", mark: "8.7", than: "8.64" }, { place: 3, answer: "already" }] });
  await mark("open", tokens, "c2", [null, "9.3", "9.4", "9.5", "9.6", "9.7"]);
  await recorder.shown((row) => row.done === 6);
  const row = (await recorder.now()).rows[0];
  assert.deepEqual([row.cards, row.total, row.forecast], [undefined, null, before.forecast]); // six of seven tell nothing
  await put("open", tokens, "c2", "J7", "9.8");
  await recorder.shown((each) => each.cards);
  assert.deepEqual((await recorder.now()).rows[0].forecast, { best: 1, worst: 4 });
  await recorder.close();
});

test("a judge who is recused is struck, and the hall is not told who", async () => {
  const tokens = await begin("recused", TOLD);
  must(await server.call("POST", "/api/v1/competitions/recused/rulings", { body: { ruling: "excuse", part: "show", seat: "J2", competitor: "c1", excused: true, reason: "亲属" } }));
  await mark("recused", tokens, "c1", ["8.1", null, "8.2", "8.3", "8.4", "8.5", "8.6"]);
  const recorder = await new Recorder("recused/s/final/stage:c1").begun();
  await recorder.shown((row) => row.cards);
  assert.deepEqual(cardsOf((await recorder.now()).rows[0]), [["8.1", "low"], [null, "recused"], ["8.2", undefined], ["8.3", undefined], ["8.4", undefined], ["8.5", undefined], ["8.6", "high"]]);
  await recorder.close();
});

test("where the definition does not say so, nothing of it is told", async () => {
  const tokens = await begin("quiet", { before: "name", after: "name" });
  await mark("quiet", tokens, "c1", SEATS.map(() => "9"));
  const recorder = await new Recorder("quiet/s/final/stage:c1").begun();
  await recorder.shown((row) => row.place === 1);
  const { rows: [row], state } = await recorder.now();
  assert.deepEqual([row.cards, row.forecast, state.lines], [undefined, undefined, undefined]);
  await recorder.close();
});

test("where fewer judges are enough to count, no card shows before the whole panel has marked; who is excused is not waited for", async () => {
  const tokens = await begin("few", TOLD, { turn: undefined, missing: "given", drop_high: undefined, drop_low: undefined });
  must(await server.call("POST", "/api/v1/competitions/few/rulings", { body: { ruling: "excuse", part: "show", seat: "J7", competitor: "c1", excused: true, reason: "亲属" } }));
  const recorder = await new Recorder("few/s/final/stage:c1").begun();
  await put("few", tokens, "c1", "J1", "8.1");
  await recorder.shown((row) => row.done === 1 && row.total !== null);
  await mark("few", tokens, "c1", [null, "8.2", "8.3", "8.4", "8.5"]);
  await recorder.shown((row) => row.done === 5);
  assert.equal(recorder.rows().some((row) => row.cards), false);
  await put("few", tokens, "c1", "J6", "8.6");
  await recorder.shown((row) => row.done === 6 && row.cards);
  assert.deepEqual(cardsOf((await recorder.now()).rows[0]), [...["8.1", "8.2", "8.3", "8.4", "8.5", "8.6"].map((value) => [value, undefined]), [null, "recused"]]);
  await recorder.close();
});

test("where the standing itself is not shown, no lines are told either", async () => {
  const tokens = await begin("progress", { before: "progress", after: "name", cut_line: true });
  const recorder = await new Recorder("progress/s/final/top50").begun();
  const staff = await new Recorder("progress/s/final/top50", { bearer: server.token }).begun();
  await mark("progress", tokens, "c1", SEATS.map(() => "9"));
  await staff.shown((row) => row.place === 1);
  assert.deepEqual((await staff.now()).state.lines, [{ top: 1, title: "gold" }, { top: 3, title: "star" }]);
  const { rows, state } = await recorder.now();
  assert.deepEqual([rows, state.exposure, state.lines], [[], "progress", undefined]);
  await Promise.all([recorder.close(), staff.close()]);
});

// One judge's sheet of each.
async function markAll(id, tokens, count) {
  for (let from = 1; from <= count; from += 200) {
    const sheets = Array.from({ length: Math.min(200, count - from + 1) }, (_, i) => ({
      key: uuid7(), part: "show", competitor: `c${from + i}`, seat: "J1", body: { marks: [{ aspect: "a", value: "9" }] },
    }));
    const { results } = must(await server.call("POST", `/api/v1/competitions/${id}/sheets`, { token: tokens.J1, body: { sheets } }), 200);
    assert.equal(results.every((each) => each.status === 201), true, JSON.stringify(results[0]));
  }
}

test("after a restart a field that is taken in by pieces comes to the first row too, with no further mark", async () => {
  const MANY = 600; // more than one piece
  const tokens = await begin("many", TOLD, { turn: undefined }, Array.from({ length: MANY }, (_, i) => `选手${i + 1}`));
  await markAll("many", tokens, MANY);
  await server.stop();
  server = await serve({ dir: server.dir, flags: ["--follow-ms", "100"] });
  const board = await new Recorder("many/s/final/top50").begun();
  const first = board.frames[0].rows[0].id;
  await board.shown((row) => row.id === first && row.forecast);
  const { rows } = await board.now();
  assert.deepEqual(rows.map((row) => row.forecast), rows.map(() => ({ best: 1, worst: MANY })));
  await board.close();
});

test("a field as large as --forecast-people-max has forecasts, and one person more has none", async () => {
  await server.stop();
  server = await serve({ dir: server.dir, flags: ["--follow-ms", "100", "--forecast-people-max", "4"] });
  const over = await begin("over", TOLD);
  const within = await begin("within", TOLD, {}, PEOPLE.slice(0, 4));
  const boards = [await new Recorder("over/s/final/top50").begun(), await new Recorder("within/s/final/top50").begun()];
  await mark("over", over, "c1", SEATS.map(() => "9"));
  await boards[0].shown((row) => row.id === "c1");
  await mark("within", within, "c1", SEATS.map(() => "9"));
  await boards[1].shown((row) => row.id === "c1" && row.forecast?.worst === 4);
  await mark("over", over, "c2", SEATS.map(() => "8"));
  await boards[0].shown((row) => row.id === "c2");
  assert.equal(boards[0].rows().some((row) => row.forecast), false);
  await Promise.all(boards.map((board) => board.close()));
});
