// A server that has just been started: until its journals have been read it says "come again", never that it knows neither
// the competition nor who asks. Judges and screens do not wait for its ready line: they come back as soon as its door is open.
import { test } from "node:test";
import assert from "node:assert/strict";
import { live, prepare, serve, sheetPath, theory } from "./lib.mjs";

const BOARD = "small/welder/final/top12";
const TRIES = 5; // starts, until one was asked early enough to show anything

// Asks without a pause until it is answered well; gives the answers before that.
async function untilGood(ask) {
  for (const before = []; ; ) {
    const answer = await ask().catch(() => null); // nobody listens yet
    if (answer && answer.status < 300) return before;
    if (answer) before.push({ status: answer.status, retry: Number(answer.headers.get("retry-after")), raw: answer.raw });
    if (answer && answer.status !== 503) return before;
  }
}

// The same for watching: what each hello was answered with before the first picture.
async function untilPicture(server) {
  for (const before = []; ; ) {
    const socket = live(server, { boards: [BOARD] });
    const refused = new Promise((resolve) => socket.socket.on("unexpected-response", (_, response) => resolve({ type: "refused", status: response.statusCode })));
    const failed = new Promise((resolve) => socket.socket.on("error", () => resolve({ type: "error" })));
    const frame = await Promise.race([refused, failed, socket.next((one) => one.type === "snapshot" || one.type === "problem")]);
    socket.socket.terminate();
    if (frame.type === "snapshot") return before;
    if (frame.type !== "error") before.push({ status: frame.status, retry: 1, raw: JSON.stringify(frame) });
    if (frame.type !== "error" && frame.status !== 503) return before;
  }
}

test("from its first moment a server says 503 to a judge, a reader and a screen until all has been read, and nothing else", { timeout: 120_000 }, async (t) => {
  let server = await serve();
  t.after(async () => { await server.stop(); server.remove(); });
  const tokens = await prepare(server, { competitors: TRIES + 1 });
  const judge = { token: tokens["judge-K"] };
  const at = { url: server.url, call: server.call };
  let early = [];
  for (let round = 1; round <= TRIES && early.length === 0; round++) {
    await server.stop();
    const [started, ...heard] = await Promise.all([
      serve({ dir: server.dir, listen: new URL(at.url).host }),
      untilGood(() => at.call("PUT", sheetPath(`c00${round}`, "w-theory", "K"), { ...judge, body: theory("70") })),
      untilGood(() => at.call("GET", "/api/v1/competitions/small/scoreboard", { token: null })),
      untilGood(() => at.call("GET", "/api/v1/competitions/small/access", judge)),
      untilPicture(at),
    ]);
    server = started;
    early = heard.flat();
    for (const { status, retry, raw } of early) assert.ok(status === 503 && retry >= 1, raw);
  }
  assert.ok(early.length > 0, `${TRIES} starts, and none was asked before it had read all`);
});
