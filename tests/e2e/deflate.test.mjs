// permessage-deflate: agreed without context takeover, the same pictures in fewer bytes, small frames as they are, and nothing
// that a peer may pack breaks a limit. Real clients: ws, and a socket that says every byte itself.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import WebSocket from "ws";
import { prepare, serve, sheetPath, theory, tileHash } from "./lib.mjs";

const BOARD = "small/welder/final/top50";
const MIN = 400; // WS_DEFLATE_MIN
let server, tokens;

async function mark(number) {
  const id = `c${String(number).padStart(3, "0")}`;
  const answer = await server.call("PUT", sheetPath(id, "w-theory", "K"), { body: theory("80"), token: tokens["judge-K"] });
  assert.equal(answer.status, 201, answer.raw);
}

before(async () => {
  server = await serve({ flags: ["--test-routes", "--heartbeat-ms", "200"] });
  tokens = await prepare(server, { competitors: 30 });
  for (let i = 1; i < 30; i++) await mark(i);
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

// A client that keeps every frame as it came: {op, rsv1, payload}.
class Raw {
  static async open(path, offer) {
    const raw = new Raw();
    const { hostname, port } = new URL(server.url);
    raw.socket = connect(port, hostname);
    raw.bytes = Buffer.alloc(0);
    raw.frames = [];
    raw.news = new EventTarget();
    raw.socket.on("data", (bytes) => raw.take(bytes)).on("error", () => {});
    raw.socket.on("close", () => { raw.closed = true; raw.news.dispatchEvent(new Event("news")); });
    raw.socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\nSec-WebSocket-Version: 13\r\n${offer ? `Sec-WebSocket-Extensions: ${offer}\r\n` : ""}\r\n`);
    await raw.until(() => raw.head);
    assert.match(raw.head, /^HTTP\/1\.1 101 /);
    return raw;
  }
  take(bytes) {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    const end = this.head ? -1 : this.bytes.indexOf("\r\n\r\n");
    if (end >= 0) [this.head, this.bytes] = [this.bytes.subarray(0, end).toString(), this.bytes.subarray(end + 4)];
    while (this.head && this.frame()) ;
    this.news.dispatchEvent(new Event("news"));
  }
  frame() {
    if (this.bytes.length < 2) return false;
    let [len, at] = [this.bytes[1] & 0x7f, 2];
    if (len === 126) [len, at] = [this.bytes.length < 4 ? Infinity : this.bytes.readUInt16BE(2), 4];
    else if (len === 127) [len, at] = [this.bytes.length < 10 ? Infinity : Number(this.bytes.readBigUInt64BE(2)), 10];
    if (this.bytes.length < at + len) return false;
    this.frames.push({ op: this.bytes[0] & 0xf, rsv1: (this.bytes[0] & 0x40) !== 0, payload: this.bytes.subarray(at, at + len) });
    this.bytes = this.bytes.subarray(at + len);
    return true;
  }
  async until(done) {
    while (!done()) await once(this.news, "news");
  }
  async next(matches) {
    await this.until(() => this.closed || this.frames.some(matches));
    return this.frames.find(matches);
  }
  say(first, payload) {
    const mask = randomBytes(4);
    const size = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : payload.length < 65536 ? Buffer.from([0xfe, payload.length >> 8, payload.length & 255])
      : Buffer.concat([Buffer.from([0xff, 0, 0, 0, 0]), Buffer.from([payload.length >>> 24, payload.length >>> 16 & 255, payload.length >>> 8 & 255, payload.length & 255])]);
    this.socket.write(Buffer.concat([Buffer.from([first]), size, mask, Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4]))]));
  }
  async code() {
    const close = await this.next((frame) => frame.op === 8);
    return close.payload.readUInt16BE(0);
  }
  end() { this.socket.destroy(); }
}

const text = (frame) => JSON.parse(frame.rsv1 ? inflateRawSync(Buffer.concat([frame.payload, Buffer.from([0, 0, 0xff, 0xff])]), { finishFlush: constants.Z_SYNC_FLUSH }) : frame.payload);
const packed = (bytes) => deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
const isPicture = (frame) => frame.op === 1 && text(frame).type === "snapshot";

test("a screen that asks for it gets the same picture in fewer bytes, and its heartbeats as they are", async () => {
  const hello = Buffer.from(JSON.stringify({ type: "hello", boards: [BOARD] }));
  const [plain, small] = [await Raw.open("/api/v1/live"), await Raw.open("/api/v1/live", "permessage-deflate; client_max_window_bits")];
  assert.doesNotMatch(plain.head, /Extensions/i);
  assert.match(small.head, /Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover/);
  for (const raw of [plain, small]) raw.say(0x81, hello);
  const [long, short] = [await plain.next(isPicture), await small.next(isPicture)];
  assert.deepEqual(text(short), text(long));
  assert.equal(text(short).hash, tileHash(text(short)));
  assert.deepEqual([long.rsv1, short.rsv1], [false, true]);
  assert.ok(long.payload.length >= MIN && short.payload.length < long.payload.length / 3, `${short.payload.length} of ${long.payload.length} bytes`);
  const beat = await small.next((frame) => frame.op === 1 && text(frame).type === "heartbeat");
  assert.equal(beat.rsv1, false);
  assert.ok(small.frames.every((frame) => frame.op !== 1 || frame.rsv1 === (text(frame).type === "snapshot")));
  plain.end();
  small.end();
});

test("a client may pack what it says, in pieces too", async () => {
  const raw = await Raw.open("/_test/echo", "permessage-deflate");
  const said = Buffer.from("金榜 ".repeat(2000));
  const bytes = packed(said);
  raw.say(0x41, bytes.subarray(0, 10)); // text, deflated, not the last
  raw.say(0x89, Buffer.from("p"));      // a ping in between
  raw.say(0x80, bytes.subarray(10));
  const back = await raw.next((frame) => frame.op === 1);
  assert.ok(back.rsv1);
  assert.equal(inflateRawSync(Buffer.concat([back.payload, Buffer.from([0, 0, 0xff, 0xff])]), { finishFlush: constants.Z_SYNC_FLUSH }).toString(), said.toString());
  raw.say(0xc1, packed(Buffer.from("short"))); // and a short answer is not packed
  const short = await raw.next((frame) => frame.op === 1 && !frame.rsv1);
  assert.equal(short.payload.toString(), "short");
  raw.end();
});

test("the library's client and the server understand each other over thousands of messages", async () => {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/_test/echo`, { perMessageDeflate: { threshold: 0 } });
  await once(socket, "open");
  assert.match(socket.extensions, /permessage-deflate/);
  const said = Array.from({ length: 2000 }, (_, i) => i % 2 ? `${i} `.repeat(i) : randomBytes(i));
  const heard = [];
  const all = new Promise((resolve) => socket.on("message", (data, binary) => { heard.push(binary ? data : data.toString()); if (heard.length === said.length) resolve(); }));
  for (const message of said) socket.send(message);
  await all;
  assert.deepEqual(heard, said);
  socket.close();
});

for (const [name, offer, first, payload, code] of [
  ["packed without having agreed to it", undefined, 0xc1, () => packed(Buffer.from("x")), 1002],
  ["a later piece that says it is packed", "permessage-deflate", 0xc0, () => packed(Buffer.from("x")), 1002],
  ["a packed ping", "permessage-deflate", 0xc9, () => Buffer.from("x"), 1002],
  ["what cannot be unpacked", "permessage-deflate", 0xc1, () => Buffer.from("not deflated"), 1007],
  ["packed text that is not UTF-8", "permessage-deflate", 0xc1, () => packed(Buffer.from([0x61, 0xff])), 1007],
  ["16 KB that are 17 MB", "permessage-deflate", 0xc2, () => packed(Buffer.alloc(17 << 20)), 1009],
]) {
  test(`${name}: closed with ${code}`, async () => {
    const raw = await Raw.open("/_test/echo", offer);
    raw.say(first, payload());
    assert.equal(await raw.code(), code);
    raw.end();
  });
}

test("a mark reaches watchers of both kinds with the same hash", async () => {
  const open = async (perMessageDeflate) => {
    const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/v1/live`, { perMessageDeflate });
    const frames = [];
    socket.on("message", (data) => { frames.push(JSON.parse(data)); socket.emit("frame"); });
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "hello", boards: [BOARD] }));
    while (!frames.some((frame) => frame.type === "snapshot")) await once(socket, "frame");
    return { socket, frames, delta: async () => { while (!frames.some((frame) => frame.type === "delta")) await once(socket, "frame"); return frames.find((frame) => frame.type === "delta"); } };
  };
  const [plain, small] = [await open(false), await open(true)];
  assert.deepEqual([plain.socket.extensions, small.socket.extensions], ["", "permessage-deflate"]);
  await mark(30);
  assert.equal((await plain.delta()).hash, (await small.delta()).hash);
  plain.socket.terminate();
  small.socket.terminate();
});
