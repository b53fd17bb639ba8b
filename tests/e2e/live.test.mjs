// The live socket: pictures of state that a client can check, deltas that join, resumption, heartbeats with age, and what a
// rude or slow watcher costs the others: nothing.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { randomBytes } from "node:crypto";
import WebSocket from "ws";
import { because, checkCode, live, practice, prepare, serve, sheetPath, theory, tileHash, uuid7 } from "./lib.mjs";

let server;
before(async () => { server = await serve({ flags: ["--heartbeat-ms", "200"] }); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const boardOf = (id, tile = "top50") => `${id}/welder/final/${tile}`;
const isPicture = (frame) => frame.type === "snapshot" || frame.type === "resync";
const scoreboard = async (id, node = server) => (await node.call("GET", `/api/v1/competitions/${id}/scoreboard?limit=50`, { token: null })).json;

async function put(id, tokens, competitor, seat, body, { node = server, headers } = {}) {
  const answer = await node.call("PUT", sheetPath(competitor, seat === "K" ? "w-theory" : "w-practice", seat, id), { body, token: tokens[`judge-${seat}`], headers });
  assert.ok(answer.status === 201 || answer.status === 200, answer.raw);
  return answer;
}

// What a client does: holds a picture, applies deltas, compares the hash. Fails on the first frame that does not join.
class Picture {
  constructor(frames, board) {
    this.seq = 0;
    for (const frame of frames) if (frame.board === board) this.take(frame);
  }
  take(frame) {
    if (isPicture(frame)) {
      Object.assign(this, { seq: frame.seq, rows: frame.rows, state: frame.state });
    } else if (frame.type === "delta") {
      assert.equal(frame.from, this.seq, "a delta begins where the picture ends");
      assert.equal(frame.to, frame.from + 1);
      const known = new Map(this.rows.map((row) => [row.id, row]));
      for (const { at, row } of frame.upsert) {
        assert.equal(frame.order[at], row.id, "a row stands where its delta says");
        known.set(row.id, row);
      }
      for (const id of frame.remove ?? []) assert.ok(known.delete(id) && !frame.order.includes(id));
      this.rows = frame.order.map((id) => known.get(id));
      this.seq = frame.to;
      this.state = frame.state ?? this.state;
    } else {
      if (frame.type === "heartbeat") assert.deepEqual([frame.seq, frame.hash], [this.seq, tileHash(this)]);
      return;
    }
    assert.equal(frame.hash, tileHash(this), "the hash is that of the picture");
    assert.ok(frame.token && frame.sealed_us > 0);
  }
}

async function settled(watcher, board, done) {
  await watcher.next((frame) => frame.board === board && frame.state?.done === done);
  return new Picture(watcher.frames, board);
}

describe("a board", () => {
  const id = "board";
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 60 }); });

  test("begins with a welcome and a snapshot with everything a client needs", async () => {
    const watcher = live(server, { boards: [boardOf(id)] });
    const snapshot = await watcher.next((frame) => frame.type === "snapshot");
    const [welcome] = watcher.frames;
    assert.equal(welcome.type, "welcome");
    assert.deepEqual([welcome.resumed, welcome.heartbeat_ms], [false, 200]);
    assert.ok(Math.abs(welcome.time - Date.now()) < 60_000 && welcome.retry_ms > 0);
    assert.deepEqual(Object.keys(snapshot), ["type", "board", "seq", "token", "hash", "sealed_us", "state", "rows"]);
    assert.deepEqual(snapshot.state, { exposure: "name", published: false, total: 60, ranked: 0, done: 0, expected: 240 });
    assert.equal(snapshot.hash, tileHash(snapshot));
    await watcher.close();
  });

  test("sends deltas that join without a gap and end in what GET shows", async () => {
    const watcher = live(server, { boards: [boardOf(id), boardOf(id, "top12"), boardOf(id, "page2")] });
    for (const tile of ["top50", "top12", "page2"]) await watcher.next((frame) => frame.type === "snapshot" && frame.board === boardOf(id, tile));
    const sheets = (seat, part, body) => Array.from({ length: 60 }, (_, i) => ({ key: uuid7(), part, competitor: `c${String(i + 1).padStart(3, "0")}`, seat, body: body((i * 37) % 60) }));
    for (const [seat, part, body] of [["K", "w-theory", (n) => theory(String(n))], ["J1", "w-practice", (n) => practice(String(n), "0")], ["J2", "w-practice", (n) => practice(String(59 - n), "1")], ["J3", "w-practice", (n) => practice(String(n % 7), "2.5")]]) {
      const answer = await server.call("POST", `/api/v1/competitions/${id}/sheets`, { body: { sheets: sheets(seat, part, body) }, token: tokens[`judge-${seat}`] });
      assert.ok(answer.json.results.every((result) => result.status === 201), answer.raw);
    }
    const shown = await scoreboard(id);
    const bare = (rows) => rows.map(({ total_exact, ...row }) => ({ ...row, modules: row.modules.map(({ value_exact, ...module }) => module) }));
    const top = await settled(watcher, boardOf(id), 240);
    assert.deepEqual(bare(top.rows), bare(shown.rows));
    assert.deepEqual(top.state, { exposure: "name", published: false, total: 60, ranked: 60, done: 240, expected: 240, listed: 60 });
    assert.deepEqual(bare((await settled(watcher, boardOf(id, "top12"), 240)).rows), bare(shown.rows.slice(0, 12)));
    const rest = (await server.call("GET", `/api/v1/competitions/${id}/scoreboard?from=51`)).json.rows;
    assert.equal(rest.length, 10);
    assert.deepEqual(bare((await settled(watcher, boardOf(id, "page2"), 240)).rows), bare(rest));
    assert.ok(watcher.frames.filter((frame) => frame.type === "delta").length > 0);
    await watcher.close();
  });

  test("sends a row only where something moved, and tells who left the tile", async () => {
    const watcher = live(server, { boards: [boardOf(id, "top12")] });
    const first = await watcher.next((frame) => frame.type === "snapshot");
    const last = (await scoreboard(id)).rows.at(-1).id;
    const current = await server.call("GET", sheetPath(last, "w-theory", "K", id));
    await put(id, tokens, last, "K", because(theory("100")), { headers: { "If-Match": current.headers.get("etag") } });
    const delta = await watcher.next((frame) => frame.type === "delta");
    assert.equal(delta.from, first.seq);
    if (delta.order.includes(last)) {
      assert.deepEqual(delta.remove, [first.rows[11].id]);
      assert.ok(delta.upsert.length <= 12);
    }
    const picture = new Picture(watcher.frames, boardOf(id, "top12"));
    assert.deepEqual(picture.rows.map((row) => row.id), (await scoreboard(id)).rows.slice(0, 12).map((row) => row.id));
    await watcher.close();
  });

  test("shows a corrected name without a mark", async () => {
    const watcher = live(server, { boards: [boardOf(id)] });
    const { rows } = await watcher.next((frame) => frame.type === "snapshot");
    assert.equal((await server.call("PATCH", `/api/v1/competitions/${id}/people/${rows[0].id}`, { body: { name: "新名字" } })).status, 200);
    const delta = await watcher.next((frame) => frame.type === "delta");
    assert.deepEqual(delta.upsert.map((each) => [each.at, each.row.name]), [[0, "新名字"]]);
    await watcher.close();
  });

  test("beats with sequence, hash and an age of zero while Redis answers", async () => {
    const watcher = live(server, { boards: [boardOf(id)] });
    const beat = await watcher.next((frame) => frame.type === "heartbeat");
    assert.deepEqual(Object.keys(beat), ["type", "board", "seq", "hash", "age_ms", "time"]);
    assert.equal(beat.age_ms, 0);
    assert.ok(Math.abs(beat.time - Date.now()) < 60_000);
    new Picture(watcher.frames, boardOf(id));
    await watcher.close();
  });

  test("answers every resync with the whole picture", async () => {
    const watcher = live(server, { boards: [boardOf(id)] });
    const snapshot = await watcher.next((frame) => frame.type === "snapshot");
    for (let i = 1; i <= 3; i++) {
      watcher.send({ type: "resync", board: boardOf(id) });
      await watcher.next((frame) => watcher.frames.filter((each) => each.type === "resync").length === i && frame.type === "resync");
    }
    for (const frame of watcher.frames.filter((each) => each.type === "resync")) {
      assert.ok(frame.reason);
      assert.deepEqual([frame.rows, frame.state, frame.seq, frame.hash], [snapshot.rows, snapshot.state, snapshot.seq, snapshot.hash]);
    }
    await watcher.close();
  });

  test("can be added and dropped while the socket is open", async () => {
    const watcher = live(server, { boards: [] });
    await watcher.next((frame) => frame.type === "welcome");
    watcher.send({ type: "subscribe", board: boardOf(id, "top100") });
    await watcher.next((frame) => frame.type === "snapshot" && frame.board === boardOf(id, "top100"));
    watcher.send({ type: "subscribe", board: boardOf(id) });
    await watcher.next((frame) => frame.type === "snapshot" && frame.board === boardOf(id));
    watcher.send({ type: "unsubscribe", board: boardOf(id, "top100") });
    watcher.send({ type: "resync", board: boardOf(id) }); // answered after the unsubscription
    await watcher.next((frame) => frame.type === "resync");
    const mark = watcher.frames.length;
    await watcher.next((frame) => frame.type === "heartbeat" && frame.board === boardOf(id) && watcher.frames.indexOf(frame) > mark + 1);
    assert.ok(watcher.frames.slice(mark).every((frame) => frame.board === boardOf(id)));
    await watcher.close();
  });
});

describe("a board whose Redis stands still", () => {
  test("says in its heartbeats how old it is, refuses marks with a pause, and is young again afterwards", async (t) => {
    const id = "still";
    const node = await serve({ flags: ["--heartbeat-ms", "100", "--redis-check-ms", "100", "--redis-call-ms", "200", "--request-ms", "400"] });
    t.after(() => node.kill());
    const tokens = await prepare(node, { id, competitors: 1 });
    const watcher = live(node, { boards: [boardOf(id)] });
    await watcher.next((frame) => frame.type === "heartbeat" && frame.age_ms === 0);
    const redis = Number(node.log.join("\n").match(/keeper\.started pid=(\d+)/)[1]);
    process.kill(redis, "SIGSTOP");
    const key = uuid7();
    const ask = () => node.call("PUT", sheetPath("c001", "w-theory", "K", id), { body: theory("50"), token: tokens["judge-K"], key });
    try {
      const refused = await ask();
      assert.equal(refused.status, 503, refused.raw);
      assert.match(refused.headers.get("retry-after"), /^\d+$/);
      await watcher.next((frame) => frame.type === "heartbeat" && frame.age_ms >= 1000);
      const ages = watcher.frames.filter((frame) => frame.type === "heartbeat" && frame.age_ms > 0).map((frame) => frame.age_ms);
      assert.deepEqual(ages, [...ages].sort((a, b) => a - b), "it only grows");
      assert.equal((await node.call("GET", `/api/v1/competitions/${id}/scoreboard`)).status, 200, "what is known is still shown");
    } finally {
      process.kill(redis, "SIGCONT");
    }
    const mark = watcher.frames.length;
    await watcher.next((frame) => frame.type === "heartbeat" && frame.age_ms === 0 && watcher.frames.indexOf(frame) >= mark);
    let answer;
    do answer = await ask(); while (answer.status === 503);
    assert.ok(answer.status === 201 || answer.status === 200, answer.raw);
    let journal; // read over a link of its own, which may take a moment longer
    do journal = await node.call("GET", `/api/v1/competitions/${id}/journal`); while (journal.status === 503);
    assert.equal(journal.status, 200, journal.raw);
    const entries = journal.raw.split("\n").filter((line) => line.includes('\\"kind\\":\\"sheet\\"'));
    assert.equal(entries.length, 1, "the mark counts once");
    await watcher.close();
    await node.stop();
    node.remove();
  });
});

describe("a client that comes back", () => {
  const id = "resume";
  let tokens;
  let keeper; // somebody else goes on watching, so that the board lives on
  before(async () => {
    tokens = await prepare(server, { id, competitors: 5 });
    keeper = live(server, { boards: [boardOf(id)] });
    await keeper.next((frame) => frame.type === "snapshot");
  });
  after(() => keeper.close());

  test("with its token gets only the deltas that it missed", async () => {
    const first = live(server, { boards: [boardOf(id)] });
    const { token, ...held } = await first.next((frame) => frame.type === "snapshot");
    await first.close();
    for (const [i, competitor] of ["c001", "c002", "c003"].entries()) {
      await put(id, tokens, competitor, "K", theory(String(10 + i)));
      await keeper.next((frame) => frame.state?.done === i + 1);
    }
    const second = live(server, { resume: token, boards: [boardOf(id)] });
    await second.next((frame) => frame.state?.done === 3);
    assert.deepEqual([second.frames[0].type, second.frames[0].resumed], ["welcome", true]);
    assert.ok(second.frames.every((frame) => frame.type !== "snapshot"), JSON.stringify(second.frames));
    const picture = new Picture([{ ...held, token, type: "snapshot" }, ...second.frames], boardOf(id));
    assert.deepEqual(picture.rows.map((row) => row.id), (await scoreboard(id)).rows.map((row) => row.id));
    await second.close();
  });

  test("with the newest token gets nothing but the welcome and the next heartbeat", async () => {
    const first = live(server, { boards: [boardOf(id)] });
    const { token, seq } = await first.next((frame) => frame.type === "snapshot");
    await first.close();
    const second = live(server, { resume: token, boards: [boardOf(id)] });
    const beat = await second.next((frame) => frame.type === "heartbeat");
    assert.equal(beat.seq, seq);
    assert.deepEqual(second.frames.map((frame) => frame.type), ["welcome", "heartbeat"]);
    assert.equal(second.frames[0].resumed, true);
    await second.close();
  });

  test("with a token of another board, a made-up one or one of before a restart gets an honest snapshot", async () => {
    await prepare(server, { id: "other", competitors: 2 });
    const other = live(server, { boards: [boardOf("other")] });
    const { token } = await other.next((frame) => frame.type === "snapshot");
    await other.close();
    const [head] = token.split(/-(?=\d+$)/);
    for (const resume of [token, "nonsense", `${head}-999999`, `${head}-18446744073709551616`, "", "-", "x".repeat(4000)]) {
      const watcher = live(server, { resume, boards: [boardOf(id)] });
      await watcher.next((frame) => frame.type === "snapshot");
      assert.deepEqual(watcher.frames.slice(0, 2).map((frame) => [frame.type, frame.resumed]), [["welcome", false], ["snapshot", undefined]], resume);
      await watcher.close();
    }
  });

  test("after a restart of the server gets a new epoch's snapshot, the same rows", async (t) => {
    let node = await serve({ flags: ["--heartbeat-ms", "200"] });
    t.after(() => node.kill());
    const own = await prepare(node, { id, competitors: 2 });
    await put(id, own, "c001", "K", theory("50"), { node });
    const watcher = live(node, { boards: [boardOf(id)] });
    const held = await watcher.next((frame) => frame.type === "snapshot");
    await node.kill();
    await watcher.closed;
    node = await serve({ dir: node.dir, flags: ["--heartbeat-ms", "200"] });
    const again = live(node, { resume: held.token, boards: [boardOf(id)] });
    const snapshot = await again.next((frame) => frame.type === "snapshot");
    assert.equal(again.frames[0].resumed, false);
    assert.equal(snapshot.hash, held.hash);
    assert.notEqual(snapshot.token, held.token);
    // Names are read after the marks: they may come a moment later, as a delta.
    await again.next((frame) => (frame.rows ?? frame.upsert?.map((each) => each.row) ?? []).some((row) => row.name));
    assert.deepEqual(new Picture(again.frames, boardOf(id)).rows, held.rows);
    await again.close();
    await node.stop();
    node.remove();
  });
});

describe("the end", () => {
  test("is said: bye with a reason and a pause, then a close, when the server is told to stop", async (t) => {
    const node = await serve();
    t.after(() => node.kill());
    await prepare(node, { id: "end", competitors: 1 });
    const watchers = Array.from({ length: 5 }, () => live(node, { boards: [boardOf("end")] }));
    for (const watcher of watchers) await watcher.next((frame) => frame.type === "snapshot");
    await node.stop();
    for (const watcher of watchers) {
      const { code } = await watcher.closed;
      assert.equal(code, 1001);
      const bye = watcher.frames.at(-1);
      assert.equal(bye.type, "bye");
      assert.ok(bye.reason && bye.retry_after_ms > 0);
    }
    node.remove();
  });
});

describe("what is refused", () => {
  const id = "refused";
  before(async () => { await prepare(server, { id, competitors: 1 }); });
  const greeted = async () => {
    const watcher = live(server, { boards: [boardOf(id)] });
    await watcher.next((frame) => frame.type === "snapshot");
    return watcher;
  };
  const stillOpen = async (watcher) => {
    await watcher.next((frame) => frame.type === "snapshot");
    const was = watcher.frames.length;
    watcher.send({ type: "resync", board: boardOf(id) });
    await watcher.next((frame) => frame.type === "resync" && watcher.frames.indexOf(frame) >= was);
    await watcher.close();
  };

  for (const [what, board, name] of [
    ["competition", "nowhere/welder/final/top50", "unknown-competition"], ["skill", `${id}/none/final/top50`, "unknown-skill"], ["stage", `${id}/welder/none/top50`, "unknown-stage"],
    ["tile", `${id}/welder/final/top13`, "unknown-tile"], ["page", `${id}/welder/final/page0`, "unknown-tile"], ["address", "", "unknown-competition"], ["depth", `${boardOf(id)}/x`, "unknown-tile"],
  ]) {
    test(`an unknown ${what} is a problem that names the board, and the socket stays open`, async () => {
      const watcher = live(server, { boards: [board, boardOf(id)] });
      const problem = await watcher.next((frame) => frame.type === "problem");
      assert.equal(watcher.frames[0].type, "welcome");
      assert.deepEqual([problem.problem, problem.board], [`/problems/${name}`, board]);
      assert.ok(problem.title && problem.detail && problem.status >= 400);
      await stillOpen(watcher);
    });
  }

  test("malformed words are a problem each, and the socket stays open", async () => {
    for (const [text, name] of [
      ["{", "malformed-json"], ["", "malformed-json"], ['{"type":"hello"', "malformed-json"], ["[]", "wrong-type"], ['{"type":"dance"}', "wrong-type"], ["{}", "missing-field"],
      ['{"type":"subscribe"}', "missing-field"], ['{"type":"subscribe","board":5}', "wrong-type"], ['{"type":"resync","board":"a","x":1}', "unknown-field"], ['{"type":"resync","type":"hello"}', "duplicate-key"], ['{"type":"hello","boards":[]}', "not-allowed"],
    ]) {
      const watcher = await greeted();
      watcher.socket.send(text);
      const problem = await watcher.next((frame) => frame.type === "problem");
      assert.equal(problem.problem, `/problems/${name}`, text);
      await stillOpen(watcher);
    }
  });

  test("sixteen boards are taken and a seventeenth is not", async () => {
    const pages = Array.from({ length: 17 }, (_, i) => boardOf(id, `page${i + 1}`));
    const all = live(server, { boards: pages.slice(0, 16) });
    for (const board of pages.slice(0, 16)) await all.next((frame) => frame.type === "snapshot" && frame.board === board);
    all.send({ type: "subscribe", board: pages[16] });
    const problem = await all.next((frame) => frame.type === "problem");
    assert.deepEqual([problem.problem, problem.board], ["/problems/too-many-boards", pages[16]]);
    all.send({ type: "unsubscribe", board: pages[0] });
    all.send({ type: "subscribe", board: pages[16] });
    await all.next((frame) => frame.type === "snapshot" && frame.board === pages[16]);
    await all.close();
    const many = live(server, { boards: pages });
    assert.equal((await many.next((frame) => frame.type === "problem")).errors[0].pointer, "/boards");
    await many.close();
  });

  test("a binary message closes with 1003", async () => {
    const watcher = await greeted();
    watcher.socket.send(Buffer.from('{"type":"resync"}'));
    assert.equal((await watcher.closed).code, 1003);
  });

  test("a message of more than 8 KiB closes with 1009", async () => {
    const watcher = await greeted();
    watcher.socket.send(JSON.stringify({ type: "subscribe", board: "x".repeat(9000) }));
    assert.equal((await watcher.closed).code, 1009);
  });

  test("bytes that are not UTF-8 close with 1007", async () => {
    const watcher = await greeted();
    watcher.socket._sender.sendFrame([Buffer.from([0x81, 0x84, 0, 0, 0, 0]), Buffer.from([0x22, 0xc0, 0xaf, 0x22])]);
    assert.equal((await watcher.closed).code, 1007);
  });

  test("a page of another origin may not open a socket; the server's own may", async () => {
    const open = (origin) => new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/v1/live`, { origin });
      socket.on("open", () => { socket.close(); resolve(101); });
      socket.on("unexpected-response", (_, answer) => { answer.resume(); resolve(answer.statusCode); });
      socket.on("error", () => {});
    });
    for (const origin of ["https://evil.example", "null", `${server.url}.evil.example`, "http://127.0.0.1:1", ""]) {
      if (origin) assert.equal(await open(origin), 403, origin);
    }
    assert.equal(await open(server.url), 101);
    assert.equal(await open(undefined), 101);
  });

  test("problems are said in the language of the page", async () => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/v1/live`, { headers: { "Accept-Language": "en" } });
    const words = new Promise((resolve) => socket.on("message", (data) => { const frame = JSON.parse(data); if (frame.type === "problem") resolve(frame); }));
    socket.on("open", () => socket.send(JSON.stringify({ type: "hello", boards: ["nowhere/a/b/top50"] })));
    assert.match((await words).title, /No such competition/);
    socket.close();
  });
});

describe("a slow watcher", () => {
  const id = "slow";
  let tokens;
  const metric = async (name) => Number((await server.call("GET", "/metrics")).raw.match(new RegExp(`^${name} (\\d+)`, "m"))?.[1] ?? 0);
  const heldBack = () => metric("jinbang_watchers_held_back_total");
  const skipped = () => metric("jinbang_frames_skipped_total");
  const gaps = (seqs) => seqs.slice(1).reduce((sum, seq, at) => sum + seq - seqs[at] - 1, 0);
  before(async () => {
    tokens = await prepare(server, { id, competitors: 1 });
    const long = "长".repeat(100); // so that the system's buffers are full soon
    const competitors = Array.from({ length: 99 }, (_, i) => ({ id: `c${String(i + 2).padStart(3, "0")}`, skill: "welder", name: long, second_name: long, delegation: long }));
    assert.equal((await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors } })).status, 201);
  });

  test("gets the newest picture in the end, each one that it never saw is counted, and it costs the others nothing", async () => {
    const board = boardOf(id, "top100");
    const boards = ["top100", "top50", "page1", "top12"].map((tile) => boardOf(id, tile));
    const skippedBefore = await skipped();
    const address = new URL(server.url);
    const slow = connect({ port: Number(address.port), host: address.hostname });
    const seen = new Map(boards.map((each) => [each, []])); // sequences, as they came
    let rest = "";
    slow.on("data", (bytes) => {
      const parts = (rest + bytes.toString("latin1")).split(/"type":"(?:snapshot|delta)","board":"([^"]+)",(?:"seq":|"from":\d+,"to":)(\d+),/);
      for (let at = 1; at < parts.length; at += 3) seen.get(parts[at]).push(Number(parts[at + 1]));
      rest = parts.at(-1).slice(-300);
    });
    slow.write(`GET /api/v1/live HTTP/1.1\r\nHost: ${address.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`);
    const hello = Buffer.from(JSON.stringify({ type: "hello", boards }));
    slow.write(Buffer.concat([Buffer.from([0x81, 0xfe, 0, hello.length, 0, 0, 0, 0]), hello]));
    const until = (test) => new Promise((resolve) => slow.on("data", () => test() && resolve()));
    await until(() => boards.some((each) => seen.get(each).length > 0));
    slow.pause(); // from here on the system's buffers fill, then the server's one frame in flight

    let etags = {};
    const was = await heldBack();
    for (let round = 0, still = 0, spells = was; round < 1000 && still < 3; round++) { // behind, and no new spell of it: he does not get out of it
      const now = await heldBack();
      still = now > was && now === spells ? still + 1 : 0;
      spells = now;
      const sheets = Array.from({ length: 100 }, (_, i) => {
        const competitor = `c${String(i + 1).padStart(3, "0")}`;
        return { key: uuid7(), part: "w-theory", competitor, seat: "K", body: because(theory(String((i * 7 + round * 13) % 100))), ...(round ? { if_match: etags[competitor] } : {}) };
      });
      const answer = await server.call("POST", `/api/v1/competitions/${id}/sheets`, { body: { sheets }, token: tokens["judge-K"] });
      etags = Object.fromEntries(answer.json.results.map((result, i) => [sheets[i].competitor, String(result.receipt.number)]));
    }
    assert.ok((await heldBack()) > was, "the server noticed that this watcher does not read");
    const quick = live(server, { boards });
    for (const each of boards) await quick.next((frame) => frame.type === "snapshot" && frame.board === each);
    const current = await server.call("GET", sheetPath("c001", "w-theory", "K", id));
    await put(id, tokens, "c001", "K", because(theory("99.5")), { headers: { "If-Match": current.headers.get("etag") } });
    const { rows } = (await server.call("GET", `/api/v1/competitions/${id}/scoreboard?limit=100`, { token: null })).json;
    const { total } = rows.find((row) => row.id === "c001");
    const last = new Map(); // the sequence that each board ends with
    for (const each of boards) last.set(each, (await quick.next((frame) => frame.board === each && frame.upsert?.some(({ row }) => row.id === "c001" && row.total === total))).to);
    assert.equal(checkCode(new Picture(quick.frames, board).rows), checkCode(rows));
    slow.resume();
    await until(() => boards.every((each) => seen.get(each).at(-1) >= last.get(each)));
    const quickOf = (each) => quick.frames.filter((frame) => frame.board === each && frame.type !== "heartbeat").map((frame) => frame.seq ?? frame.to);
    const unseen = boards.reduce((sum, each) => sum + gaps(seen.get(each)) + gaps(quickOf(each)), 0);
    assert.equal((await skipped()) - skippedBefore, unseen);
    slow.destroy();
    await quick.close();
  });

  test("and a hundred who vanish without a word leave the board to the others", async () => {
    const quick = live(server, { boards: [boardOf(id)] });
    await quick.next((frame) => frame.type === "snapshot");
    const many = Array.from({ length: 100 }, () => live(server, { boards: [boardOf(id)] }));
    for (const one of many) await one.next((frame) => frame.type === "snapshot");
    for (const one of many) { one.socket.on("error", () => {}); one.socket._socket.resetAndDestroy(); }
    const mark = quick.frames.length;
    await put(id, tokens, "c001", "J1", practice("1", "1"));
    await quick.next((frame) => frame.type === "delta" && quick.frames.indexOf(frame) >= mark);
    new Picture(quick.frames, boardOf(id));
    await quick.close();
  });
});

describe("a mark", () => {
  test("reaches every watcher of its board, in no case as more than a picture of the state", async () => {
    const id = "fan";
    const tokens = await prepare(server, { id, competitors: 10 });
    const watchers = Array.from({ length: 30 }, () => live(server, { boards: [boardOf(id)] }));
    for (const watcher of watchers) await watcher.next((frame) => frame.type === "snapshot");
    await Promise.all(Array.from({ length: 10 }, (_, i) => put(id, tokens, `c${String(i + 1).padStart(3, "0")}`, "K", theory(String(i)))));
    for (const watcher of watchers) {
      const picture = await settled(watcher, boardOf(id), 10);
      assert.equal(picture.rows.length, 10);
      assert.ok(watcher.frames.filter((frame) => frame.type === "delta").length <= 10);
      await watcher.close();
    }
  });
});
