// The pages with their caching and their safety headers, the counters for operators, and HTTP as it comes over the wire:
// connections that stay, requests in a row, clients that leave in the middle.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { folder, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const web = folder();
const SCRIPT = `export const words = "${"金榜 ".repeat(500)}";\n`;
const PAGE = "<!doctype html><html lang=\"zh-CN\"><title>金榜</title><script type=module src=/assets/app-1a2b3c4d.js></script>";
let server;
let tokens;

before(async () => {
  mkdirSync(join(web, "assets"));
  for (const [name, text, packed] of [["index.html", PAGE, true], ["board.html", "<!doctype html>board", false], ["assets/app-1a2b3c4d.js", SCRIPT, true], ["assets/plain.css", "a{}", false], [".secret", "x", false]]) {
    writeFileSync(join(web, name), text);
    if (packed) { writeFileSync(join(web, `${name}.gz`), gzipSync(text)); writeFileSync(join(web, `${name}.br`), brotliCompressSync(text)); }
  }
  server = await serve({ flags: ["--web", web] });
  tokens = await prepare(server);
});
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
  rmSync(web, { recursive: true, force: true });
});

// One request with the bytes as they come: no path is tidied, nothing is unpacked.
const ask = (method, path, headers = {}, agent = new Agent()) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(server.url);
  request({ hostname, port, path, method, headers, agent }, (answer) => {
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks), socket: answer.socket }));
  }).on("error", reject).end();
});

describe("pages", () => {
  test("are served with a policy that lets nothing foreign in, and are asked for again each time", async () => {
    const page = await ask("GET", "/");
    assert.equal(page.status, 200);
    assert.equal(page.body.toString(), PAGE);
    assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
    assert.equal(page.headers["cache-control"], "no-cache");
    assert.equal(page.headers["x-content-type-options"], "nosniff");
    assert.equal(page.headers["referrer-policy"], "no-referrer");
    const policy = page.headers["content-security-policy"];
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(part), policy);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/);
    assert.equal((await ask("GET", "/index.html")).body.toString(), PAGE);
    assert.equal((await ask("GET", "/board.html")).body.toString(), "<!doctype html>board");
  });

  test("under /assets are kept for ever, for their names carry a hash", async () => {
    const script = await ask("GET", "/assets/app-1a2b3c4d.js");
    assert.equal(script.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal(script.headers["content-type"], "text/javascript; charset=utf-8");
    assert.equal(script.body.toString(), SCRIPT);
  });

  test("come as brotli or gzip to who takes it, and each has a tag of its own", async () => {
    const tags = new Set();
    for (const [accept, coding, unpack] of [["gzip, deflate, br", "br", brotliDecompressSync], ["gzip", "gzip", gunzipSync], ["br;q=0, gzip;q=0.5", "gzip", gunzipSync], ["identity", undefined, (bytes) => bytes],
      ["br;q=0.000, gzip; q=0", undefined, (bytes) => bytes], ["GZIP", "gzip", gunzipSync], ["x-gzip, abr", undefined, (bytes) => bytes], ["", undefined, (bytes) => bytes]]) {
      const answer = await ask("GET", "/assets/app-1a2b3c4d.js", { "Accept-Encoding": accept });
      assert.equal(answer.headers["content-encoding"], coding, accept);
      assert.match(answer.headers.vary, /accept-encoding/i);
      assert.equal(Number(answer.headers["content-length"]), answer.body.length);
      assert.equal(unpack(answer.body).toString(), SCRIPT);
      tags.add(`${coding} ${answer.headers.etag}`);
    }
    assert.equal(tags.size, 3);
    assert.equal(new Set([...tags].map((each) => each.split(" ")[1])).size, 3, "a strong tag is of one coding");
    assert.equal((await ask("GET", "/assets/plain.css", { "Accept-Encoding": "br" })).headers["content-encoding"], undefined);
  });

  test("are 304 for who has them", async () => {
    for (const path of ["/", "/assets/app-1a2b3c4d.js"]) {
      const first = await ask("GET", path, { "Accept-Encoding": "br" });
      const headers = { "Accept-Encoding": "br" };
      for (const tag of [first.headers.etag, `W/${first.headers.etag}`, `"other", ${first.headers.etag}`, "*"]) {
        const again = await ask("GET", path, { ...headers, "If-None-Match": tag });
        assert.equal(again.status, 304, tag);
        assert.equal(again.body.length, 0);
        assert.equal(again.headers.etag, first.headers.etag);
        assert.equal(again.headers["cache-control"], first.headers["cache-control"]);
      }
      assert.equal((await ask("GET", path, { ...headers, "If-None-Match": '"other"' })).status, 200);
    }
  });

  test("answer HEAD like GET, without the body", async () => {
    for (const path of ["/", "/assets/app-1a2b3c4d.js", "/api/v1", "/api/v1/competitions/small/scoreboard", "/livez"]) {
      const [get, head] = [await ask("GET", path), await ask("HEAD", path)];
      assert.equal(head.status, get.status);
      assert.equal(head.body.length, 0);
      for (const name of ["content-length", "content-type", "etag", "cache-control"]) assert.equal(head.headers[name], get.headers[name], `${path} ${name}`);
    }
    assert.equal((await ask("HEAD", "/nowhere")).status, 404);
  });

  test("take no other method: 405 with Allow", async () => {
    for (const path of ["/", "/board.html", "/assets/plain.css"]) {
      const answer = await server.call("POST", path, { body: {} });
      assert.deepEqual([answer.status, answer.headers.get("allow"), answer.json.type], [405, "GET, HEAD", "/problems/method-not-allowed"]);
    }
  });

  test("that are not there are a problem document, and no path leads out of the folder", async () => {
    for (const path of ["/nowhere", "/assets/", "/assets", "/.secret", "/index.html/", "/index.html.gz", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e/index.html", "//index.html", "/index.html%00", "/INDEX.HTML"]) {
      const answer = await ask("GET", path);
      assert.equal(answer.status, 404, path);
      assert.equal(answer.headers["content-type"], "application/problem+json");
      assert.equal(JSON.parse(answer.body).type, "/problems/not-found");
    }
    const raw = await talk("GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert.match(raw, /^HTTP\/1\.1 40[04] /);
  });

  test("are missed without words when the folder is not there: the interface is served all the same", async (t) => {
    const bare = await serve({ flags: ["--web", join(web, "none")] });
    t.after(() => bare.kill());
    assert.equal((await bare.call("GET", "/")).status, 404);
    assert.equal((await bare.call("GET", "/api/v1")).status, 200);
    await bare.stop();
    bare.remove();
  });
});

describe("the counters for operators", () => {
  test("say that the server lives and is ready", async () => {
    for (const path of ["/livez", "/readyz"]) {
      const answer = await server.call("GET", path, { token: null });
      assert.deepEqual([answer.status, answer.json, answer.headers.get("cache-control")], [200, { status: "pass" }, "no-store"]);
    }
  });

  test("show figures in the form that Prometheus reads, and they count", async () => {
    const read = async () => {
      const answer = await server.call("GET", "/metrics", { token: null });
      assert.match(answer.headers.get("content-type"), /^text\/plain; version=0\.0\.4/);
      assert.ok(answer.raw.endsWith("\n"));
      for (const line of answer.raw.trimEnd().split("\n")) assert.match(line, /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?)$/, line);
      return Number(answer.raw.match(/^jinbang_http_requests_total (\d+)$/m)[1]);
    };
    const first = await read();
    await ask("GET", "/livez");
    assert.equal(await read(), first + 2);
    assert.match((await server.call("GET", "/metrics")).raw, /^jinbang_redis_up 1$/m);
  });
});

// Sends text over a connection of its own and gives all that came back until the server closed it.
function talk(text, { end = false } = {}) {
  return new Promise((resolve) => {
    const { port } = new URL(server.url);
    const socket = connect({ port, host: "127.0.0.1" });
    let heard = "";
    socket.on("data", (bytes) => { heard += bytes.toString("latin1"); });
    socket.on("error", () => {});
    socket.on("close", () => resolve(heard));
    socket.write(text);
    if (end) socket.end();
  });
}

describe("on the wire", () => {
  const put = (competitor, value, key, { head = "", length } = {}) => {
    const body = JSON.stringify(theory(value));
    return `PUT ${sheetPath(competitor, "w-theory", "K")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens["judge-K"]}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${length ?? body.length}\r\n${head}\r\n${body}`;
  };

  test("one connection carries many requests", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set();
    for (let i = 0; i < 50; i++) sockets.add((await ask("GET", i % 2 ? "/livez" : "/nowhere", {}, agent)).socket);
    assert.equal(sockets.size, 1);
    agent.destroy();
  });

  test("requests sent in a row are answered in order, and a read behind a write sees it", async () => {
    const get = (path, more = "") => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    const heard = await talk(get("/livez") + put("c001", "61", uuid7()) + get("/api/v1/competitions/small/scoreboard?competitor=c001") + `HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n` + get("/nowhere", "Connection: close\r\n"));
    assert.deepEqual([...heard.matchAll(/HTTP\/1\.1 (\d+) /g)].map((match) => match[1]), ["200", "201", "200", "200", "404"]);
    assert.ok(heard.indexOf('"receipt"') < heard.indexOf('"total":"18.30"'), heard);
  });

  test("a request may come one byte at a time", async () => {
    const { port } = new URL(server.url);
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const text = put("c002", "50", uuid7());
    const heard = new Promise((resolve) => socket.once("data", (bytes) => resolve(bytes.toString())));
    for (const byte of Buffer.from(text)) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
    assert.match(await heard, /^HTTP\/1\.1 201 /);
    socket.destroy();
  });

  test("a client that leaves in the middle of its body leaves nothing, and may send it again", async () => {
    const key = uuid7();
    const { port } = new URL(server.url);
    await new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" });
      socket.on("error", () => {});
      socket.on("close", resolve);
      socket.write(put("c003", "70", key).slice(0, -10), () => socket.destroy());
    });
    assert.equal((await server.call("GET", sheetPath("c003", "w-theory", "K"))).status, 404);
    const again = await server.call("PUT", sheetPath("c003", "w-theory", "K"), { body: theory("70"), key, token: tokens["judge-K"] });
    assert.equal(again.status, 201);
  });

  test("a client that leaves before the answer finds its mark once, whenever it asks again", async () => {
    const { port } = new URL(server.url);
    const path = sheetPath("c001", "w-practice", "J1");
    const body = JSON.stringify({ marks: [{ aspect: "a", value: "5" }, { aspect: "b", value: "5" }], reason: "again" });
    let etag;
    for (let round = 0; round < 30; round++) {
      const key = uuid7();
      const match = etag ? `If-Match: ${etag}\r\n` : "";
      const text = `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokens["judge-J1"]}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\n${match}Content-Length: ${body.length}\r\n\r\n${body}`;
      await new Promise((resolve) => {
        const socket = connect({ port, host: "127.0.0.1" });
        socket.on("error", () => {});
        socket.on("close", resolve);
        socket.write(text, () => (round % 2 ? socket.resetAndDestroy() : socket.destroy()));
      });
      const again = await server.call("PUT", path, { body, key, token: tokens["judge-J1"], headers: etag ? { "If-Match": etag } : {} });
      assert.ok(again.status === 200 || again.status === 201, again.raw);
      etag = again.headers.get("etag");
    }
    const lines = (await server.call("GET", "/api/v1/competitions/small/journal")).raw.trim().split("\n").filter((line) => line.includes('\\"seat\\":\\"J1\\"') && line.includes('\\"kind\\":\\"sheet\\"'));
    assert.equal(lines.length, 30);
  });

  test("a body that is too large is refused before it is sent", async () => {
    const heard = await talk(put("c003", "1", uuid7(), { length: 100_000_000 }).split("\r\n\r\n")[0] + "\r\n\r\n");
    assert.match(heard, /^HTTP\/1\.1 413 /);
    assert.match(heard, /"type":"\/problems\/body-too-large"/);
    assert.match(heard, /connection: close/i);
  });

  test("Expect: 100-continue is told to go on, or why not", async () => {
    const { port } = new URL(server.url);
    const socket = connect({ port, host: "127.0.0.1" });
    const [head, body] = put("c002", "51", uuid7(), { head: "Expect: 100-continue\r\nConnection: close\r\n" }).split("\r\n\r\n");
    let heard = "";
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("data", (bytes) => { if (heard === "") socket.write(body); heard += bytes; });
    socket.write(`${head}\r\n\r\n`);
    await closed;
    assert.match(heard, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 428 /);
  });

  for (const [what, text, status, name] of [
    ["without a Host", "GET / HTTP/1.1\r\n\r\n", 400, "malformed-request"],
    ["with two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "malformed-request"],
    ["with a length and chunks", "POST /api/v1/competitions HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "malformed-request"],
    ["with two lengths", "POST /api/v1/competitions HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400, "malformed-request"],
    ["with two keys", `PUT /x HTTP/1.1\r\nHost: a\r\nIdempotency-Key: ${uuid7()}\r\nIdempotency-Key: ${uuid7()}\r\nContent-Length: 0\r\n\r\n`, 400, "malformed-request"],
    ["that is no HTTP", "hello\r\n\r\n", 400, "malformed-request"],
    ["with a blank before the colon", "GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400, "malformed-request"],
    ["with a method nobody knows", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, "method-not-implemented"],
    ["of HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "http-version-not-supported"],
    ["with an endless target", `GET /${"a".repeat(20000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414, "target-too-long"],
    ["with endless headers", `GET / HTTP/1.1\r\nHost: a\r\nX: ${"a".repeat(20000)}\r\n\r\n`, 431, "headers-too-large"],
    ["with too many headers", `GET / HTTP/1.1\r\nHost: a\r\n${"X: 1\r\n".repeat(100)}\r\n`, 431, "headers-too-large"],
  ]) {
    test(`a request ${what} is ${status} with a problem document, and the connection ends`, async () => {
      const heard = await talk(text);
      assert.match(heard, new RegExp(`^HTTP/1\\.1 ${status} `), heard);
      assert.ok(heard.includes(`"type":"/problems/${name}"`), heard);
      assert.match(heard, /\r\ncontent-type: application\/problem\+json\r\n/i);
      assert.match(heard, /\r\nconnection: close\r\n/i);
    });
  }

  test("HTTP/1.0 is answered and the connection ends", async () => {
    assert.match(await talk("GET /livez HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 200 [^]*"status":"pass"/);
  });

  test("who is too slow with the head or the body is told 408", async (t) => {
    const hasty = await serve({ flags: ["--head-ms", "300", "--body-ms", "300"] });
    t.after(() => hasty.kill());
    const { port } = new URL(hasty.url);
    const hear = (text) => new Promise((resolve) => {
      const socket = connect({ port, host: "127.0.0.1" });
      let heard = "";
      socket.on("data", (bytes) => { heard += bytes; });
      socket.on("close", () => resolve(heard));
      socket.write(text);
    });
    for (const text of ["GET / HTTP/1.1\r\nHost: a\r\n", "POST /api/v1/competitions HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{"]) {
      const heard = await hear(text);
      assert.match(heard, /^HTTP\/1\.1 408 /);
      assert.match(heard, /\/problems\/too-slow/);
    }
    await hasty.stop();
    hasty.remove();
  });

  test("a server told to stop answers what has begun and takes nothing new", async (t) => {
    const leaving = await serve();
    t.after(() => leaving.kill());
    const own = await prepare(leaving, { competitors: 40 });
    const answers = Array.from({ length: 40 }, (_, i) => leaving.call("PUT", sheetPath(`c${String(i + 1).padStart(3, "0")}`, "w-theory", "K"), { body: theory("1"), token: own["judge-K"] }).catch((error) => error));
    await answers[0];
    await leaving.stop();
    const done = await Promise.all(answers);
    const sealed = done.filter((answer) => answer.status === 201).length;
    assert.ok(sealed >= 1);
    assert.ok(done.every((answer) => answer instanceof Error || [201, 503].includes(answer.status)));
    const back = await serve({ dir: leaving.dir });
    t.after(() => back.kill());
    const { json } = await back.call("GET", "/api/v1/competitions/small/sheets");
    const there = new Set(json.sheets.map((sheet) => sheet.competitor));
    done.forEach((answer, i) => { if (answer.status === 201) assert.ok(there.has(`c${String(i + 1).padStart(3, "0")}`), "an acknowledged mark is there"); });
    await back.stop();
    back.remove();
  });
});
