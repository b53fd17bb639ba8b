// TLS from the start, and the echo routes for outside conformance suites: there when asked for, never on a public address.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import WebSocket from "ws";
import { BINARY, definition, folder, live, serve, theory, uuid7 } from "./lib.mjs";

const clean = (server) => assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);

// Runs `jinbang serve` that is expected not to start; gives its exit code and words.
async function refusal(flags) {
  const dir = folder();
  const child = spawn(BINARY, ["serve", "--data", dir, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let words = "";
  child.stderr.on("data", (bytes) => { words += bytes; });
  child.stdout.on("data", (bytes) => { words += bytes; if (words.includes("ready ")) child.kill("SIGTERM"); });
  const code = await new Promise((resolve) => child.on("close", resolve));
  rmSync(dir, { recursive: true, force: true });
  return { code, words };
}

describe("over TLS", () => {
  const dir = folder();
  const [cert, key] = [join(dir, "cert.pem"), join(dir, "key.pem")];
  let server;
  before(async () => {
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", cert], { stdio: "ignore" });
    server = await serve({ scheme: "https", flags: ["--tls-cert", cert, "--tls-key", key] });
  });
  after(async () => {
    await server.stop();
    clean(server);
    server.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = (method, path, { body, token = server.token } = {}) => new Promise((resolve, reject) => {
    const headers = { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(method === "GET" ? {} : { "Content-Type": "application/json", "Idempotency-Key": uuid7() }) };
    const request = httpsRequest(server.url + path, { method, ca: readFileSync(cert), headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => { const raw = Buffer.concat(chunks).toString(); resolve({ status: answer.statusCode, headers: answer.headers, raw, json: JSON.parse(raw) }); });
    });
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });

  test("marks are taken and the board moves, by https and wss", async () => {
    const must = (answer) => { assert.equal(answer.status, 201, answer.raw); return answer.json; };
    must(await ask("POST", "/api/v1/competitions", { body: definition() }));
    must(await ask("POST", "/api/v1/competitions/small/roster", { body: { competitors: [{ id: "c001", skill: "welder", name: "选手" }] } }));
    const { judges: [judge] } = must(await ask("POST", "/api/v1/competitions/small/judges", { body: { judges: [{ id: "k", name: "裁判", seats: [{ skill: "welder", seat: "K" }] }] } }));
    const watcher = live(server, { boards: ["small/welder/final/top50"] });
    await watcher.next((frame) => frame.type === "snapshot");
    must(await ask("PUT", "/api/v1/competitions/small/sheets/w-theory/c001/K", { body: theory("50"), token: judge.token }));
    const delta = await watcher.next((frame) => frame.type === "delta");
    assert.equal(delta.upsert[0].row.total, "15.00");
    await watcher.close();
  });

  test("the cookie of who signs in is Secure", async () => {
    const made = await ask("POST", "/api/v1/accounts", { body: { login: "li", name: "李", password: "correct horse", grants: [{ role: "organiser" }] } });
    assert.equal(made.status, 201, made.raw);
    const answer = await ask("POST", "/api/v1/session", { token: null, body: { login: "li", password: "correct horse" } });
    assert.equal(answer.status, 201, answer.raw);
    assert.match(answer.headers["set-cookie"][0], /^jinbang-session=[a-z2-7]{52}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/);
  });

  test("what is no TLS on the TLS port is turned away at once, without an answer, and harms nobody", async () => {
    const { port } = new URL(server.url);
    const received = await new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" });
      const chunks = [];
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("error", () => {});
      socket.on("close", () => resolve(Buffer.concat(chunks)));
      socket.write("\u0001 / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    });
    assert.ok(received.length === 0 || received[0] === 0x15, received.toString("latin1"));
    await new Promise((resolve) => { const socket = connect({ port, host: "127.0.0.1" }); socket.on("error", () => {}); socket.on("close", resolve); socket.resume(); socket.end(randomBytes(4096)); });
    assert.equal((await ask("GET", "/livez")).status, 200);
  });

  test("TLS 1.2 and 1.3 are spoken, nothing older", async () => {
    const { port } = new URL(server.url);
    const speak = (version) => new Promise((resolve) => {
      const socket = connectTls({ port, host: "127.0.0.1", minVersion: version, maxVersion: version, rejectUnauthorized: false, ciphers: "DEFAULT@SECLEVEL=0" });
      socket.on("secureConnect", () => { resolve(socket.getProtocol()); socket.destroy(); });
      socket.on("error", () => resolve("refused"));
    });
    assert.equal(await speak("TLSv1.3"), "TLSv1.3");
    assert.equal(await speak("TLSv1.2"), "TLSv1.2");
    assert.equal(await speak("TLSv1.1"), "refused");
  });

  test("a body cut off by the client leaves nothing, and a large answer arrives whole", async () => {
    const { port } = new URL(server.url);
    await new Promise((resolve) => {
      const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
      socket.on("error", () => {});
      socket.on("close", resolve);
      socket.on("secureConnect", () => { socket.write("POST /api/v1/competitions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"); setImmediate(() => socket.destroy()); });
    });
    const many = Array.from({ length: 1000 }, (_, i) => ({ id: `m${i}`, skill: "welder", name: "姓名".repeat(20) }));
    assert.equal((await ask("POST", "/api/v1/competitions/small/roster", { body: { competitors: many } })).status, 201);
    assert.equal((await ask("GET", "/api/v1/competitions/small/roster")).json.competitors.length, 1001);
  });

  test("a certificate without its key, a file that is not there or one that is no certificate stops the start with words", async () => {
    const junk = join(dir, "junk.pem");
    writeFileSync(junk, "not a certificate");
    for (const flags of [["--tls-cert", cert], ["--tls-key", key], ["--tls-cert", join(dir, "none.pem"), "--tls-key", key], ["--tls-cert", junk, "--tls-key", key], ["--tls-cert", cert, "--tls-key", junk]]) {
      const { code, words } = await refusal(["--listen", "127.0.0.1:0", ...flags]);
      assert.ok(code >= 64 && code <= 78, `${flags} ${code} ${words}`);
      assert.match(words, /tls|certificate|key|pem/i);
      assert.doesNotMatch(words, /Sanitizer|runtime error/);
    }
  });
});

describe("the echo routes", () => {
  let server;
  before(async () => { server = await serve({ flags: ["--test-routes"] }); });
  after(async () => {
    await server.stop();
    clean(server);
    server.remove();
  });
  const socketUrl = () => `${server.url.replace("http", "ws")}/_test/echo`;
  const open = async (options) => {
    const socket = new WebSocket(socketUrl(), { perMessageDeflate: false, ...options });
    await new Promise((resolve, reject) => { socket.on("open", resolve); socket.on("error", reject); });
    return socket;
  };
  const answerTo = (socket) => new Promise((resolve) => socket.once("message", (data, isBinary) => resolve({ data, isBinary })));
  const closing = (socket) => new Promise((resolve) => socket.on("close", (code) => resolve(code)));

  test("send back the body of any method with its length", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"]) {
      const answer = await fetch(`${server.url}/_test/echo?x=1`, { method, body: method === "OPTIONS" ? undefined : `你好 ${method}` });
      assert.equal(answer.status, 200, method);
      const text = await answer.text();
      assert.equal(text, method === "OPTIONS" ? "" : `你好 ${method}`);
      assert.equal(answer.headers.get("content-length"), String(Buffer.byteLength(text)));
    }
    const root = await fetch(`${server.url}/`, { method: "POST", body: "abc", headers: { "Content-Type": "text/plain" } });
    assert.equal(await root.text(), "abc");
    assert.equal((await fetch(`${server.url}/`, { headers: { Accept: "*/*" } })).headers.get("content-length"), "0");
  });

  test("send back large and chunked bodies unchanged", async () => {
    const large = randomBytes(5 << 20);
    const answer = await fetch(`${server.url}/_test/echo`, { method: "POST", body: large });
    assert.ok(large.equals(Buffer.from(await answer.arrayBuffer())));
    const stream = new ReadableStream({ start(out) { for (let i = 0; i < 100; i++) out.enqueue(large.subarray(i * 1000, i * 1000 + 1000)); out.close(); } });
    const chunked = await fetch(`${server.url}/_test/echo`, { method: "POST", body: stream, duplex: "half" });
    assert.ok(large.subarray(0, 100000).equals(Buffer.from(await chunked.arrayBuffer())));
  });

  test("send back messages of the same kind, small, of 1 MiB and of 16 MiB", async () => {
    const socket = await open({ maxPayload: 32 << 20 });
    for (const message of ["", "你好，金榜", Buffer.alloc(0), randomBytes(125), randomBytes(126), randomBytes(65535), randomBytes(65536), randomBytes(1 << 20), "汉".repeat(1 << 18), randomBytes(16 << 20)]) {
      const answer = answerTo(socket);
      socket.send(message);
      const { data, isBinary } = await answer;
      assert.equal(isBinary, Buffer.isBuffer(message));
      assert.ok(Buffer.from(message).equals(data));
    }
    socket.close(4000, "done");
    assert.equal(await closing(socket), 4000);
  });

  test("send back fragmented messages whole, with pings between the fragments", async () => {
    const socket = await open();
    const answer = answerTo(socket);
    const whole = "一二三四五六七八九十".repeat(1000);
    const bytes = Buffer.from(whole);
    const pongs = [];
    socket.on("pong", (data) => pongs.push(data.toString()));
    for (let at = 0; at < bytes.length; at += 7) {
      const end = at + 7 >= bytes.length;
      socket.send(bytes.subarray(at, at + 7), { fin: end, binary: false });
      if (at % 7000 === 0) socket.ping(`p${at}`);
    }
    const { data, isBinary } = await answer;
    assert.equal(isBinary, false);
    assert.equal(data.toString(), whole);
    assert.deepEqual(pongs, ["p0", "p7000", "p14000", "p21000", "p28000"].slice(0, pongs.length));
    assert.ok(pongs.length >= 4);
    socket.close();
    await closing(socket);
  });

  test("close a message above 16 MiB with 1009 and half a character with 1007", async () => {
    const large = await open();
    large.on("error", () => {});
    large.send(Buffer.alloc((16 << 20) + 1));
    assert.equal(await closing(large), 1009);
    const half = await open();
    half.send(Buffer.from([0xe4, 0xbd]), { binary: false });
    assert.equal(await closing(half), 1007);
  });

  test("leave the front page to a browser and the interface to its callers", async () => {
    const page = await fetch(`${server.url}/`, { headers: { Accept: "text/html,application/xhtml+xml" } });
    assert.notEqual(page.headers.get("content-type"), "application/octet-stream");
    assert.equal((await fetch(`${server.url}/api/v1`)).status, 200);
  });
});

describe("without --test-routes", () => {
  test("there is no echo, by HTTP or by WebSocket", async (t) => {
    const server = await serve();
    t.after(() => server.kill());
    for (const [method, path] of [["POST", "/_test/echo"], ["GET", "/_test/echo"]]) {
      assert.equal((await server.call(method, path, { body: method === "GET" ? undefined : {} })).status, 404);
    }
    assert.ok([404, 405].includes((await server.call("POST", "/", { body: {} })).status));
    const status = await new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace("http", "ws")}/_test/echo`);
      socket.on("unexpected-response", (_, answer) => { answer.resume(); resolve(answer.statusCode); });
      socket.on("open", () => resolve(101));
      socket.on("error", () => {});
    });
    assert.equal(status, 404);
    await server.stop();
    clean(server);
    server.remove();
  });

  test("a public address is served", async (t) => {
    const server = await serve({ listen: "0.0.0.0:0" });
    t.after(() => server.kill());
    assert.equal((await fetch(`${server.url.replace("0.0.0.0", "127.0.0.1")}/livez`)).status, 200);
    await server.stop();
    server.remove();
  });
});

test("the echo routes together with a public address stop the start with words", async () => {
  for (const listen of ["0.0.0.0:0", "[::]:0"]) {
    const { code, words } = await refusal(["--listen", listen, "--test-routes"]);
    assert.equal(code, 78, words);
    assert.match(words, /--test-routes/);
    assert.doesNotMatch(words, /ready /);
  }
});
