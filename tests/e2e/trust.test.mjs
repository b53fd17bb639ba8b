// The certificate itself: made, renewed, the union's own checked and taken, loaded while hundreds of requests go on, and the plain
// side of a TLS server, which gives the way to trust and nothing else.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync, mkdirSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import WebSocket from "ws";
import { definition, folder, serve, theory, uuid7 } from "./lib.mjs";
import { authorityOf, certificate, join2, outsideAuthority, outsideCert, readCert, serialNow, serverOf } from "./certs.mjs";

const clean = (server) => assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);

function scratch(t) {
  const dir = folder();
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

// Waits for a line of the server's log, from now on or already there.
async function logged(server, pattern, from = 0) {
  const { createInterface } = await import("node:readline");
  const find = () => server.log.slice(from).find((line) => pattern.test(line));
  if (find()) return find();
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: server.child.stderr });
    const overdue = setTimeout(() => reject(new Error(`no line ${pattern}\n${server.log.join("\n")}`)), 60_000);
    lines.on("line", (line) => { if (pattern.test(line)) { clearTimeout(overdue); resolve(line); } });
  });
}

describe("jinbang certificate", () => {
  test("makes an authority and a certificate, its key for the owner only, and says what to do next in both languages", (t) => {
    const dir = scratch(t);
    const { code, out } = certificate(dir, ["--host", "hall.test,192.168.7.7", "--host=second.test", "third.test", "--listen", "0.0.0.0:8443"]);
    assert.equal(code, 0, out);
    const [authority, server] = [readCert(authorityOf(dir)), readCert(serverOf(dir))];
    assert.ok(server.verify(authority.publicKey));
    for (const name of ["hall.test", "second.test", "third.test"]) assert.ok(server.checkHost(name), name);
    assert.ok(server.checkIP("192.168.7.7"));
    assert.equal(server.checkHost("other.test"), undefined);
    const days = (new Date(server.validTo) - new Date(server.validFrom)) / 86400_000;
    assert.ok(days > 390 && days <= 398, String(days));
    assert.equal(statSync(join(dir, "tls", "ca.key")).mode & 0o777, 0o600);
    assert.equal(statSync(serverOf(dir)).mode & 0o777, 0o600);
    for (const line of authority.fingerprint256.match(/(?:..:?){8}/g)) assert.ok(out.includes(line.replace(/:$/, "")), line);
    assert.match(out, /http:\/\/hall\.test:8443\/trust/);
    assert.match(out, /https:\/\/hall\.test:8443\/judge\.html/);
    assert.match(out, /下一步 \/ Next/);
  });

  test("without --host takes this machine's name and addresses, and the loopback's", (t) => {
    const dir = scratch(t);
    assert.equal(certificate(dir).code, 0);
    const server = readCert(serverOf(dir));
    assert.ok(server.checkHost("localhost") && server.checkIP("127.0.0.1"));
    assert.ok(server.subjectAltName.split(", ").length > 2, server.subjectAltName);
  });

  test("renews and keeps the authority and the names; --new-ca makes another", (t) => {
    const dir = scratch(t);
    certificate(dir, ["--host", "hall.test"]);
    const [authority, first] = [readCert(authorityOf(dir)), readCert(serverOf(dir))];
    assert.equal(certificate(dir).code, 0);
    const second = readCert(serverOf(dir));
    assert.equal(readCert(authorityOf(dir)).fingerprint256, authority.fingerprint256);
    assert.notEqual(second.serialNumber, first.serialNumber);
    assert.ok(second.verify(authority.publicKey) && second.checkHost("hall.test"));
    assert.equal(certificate(dir, ["--new-ca"]).code, 0);
    assert.notEqual(readCert(authorityOf(dir)).fingerprint256, authority.fingerprint256);
  });

  test("refuses in words what cannot be: a name outside the authority's limits, no name at all, a lost or open key; the old files stay", (t) => {
    const dir = scratch(t);
    certificate(dir, ["--host", "hall.test"]);
    const before = readFileSync(serverOf(dir), "utf8");
    const refused = (flags, pattern) => {
      const { code, words } = certificate(dir, flags);
      assert.equal(code, 78, words);
      assert.match(words, pattern);
      assert.equal(readFileSync(serverOf(dir), "utf8"), before);
    };
    refused(["--host", "bank.example"], /may not vouch for bank\.example.*--new-ca/);
    refused(["--host", "https://hall.test"], /neither a host name nor an address/);
    refused(["--host", "金榜.test"], /xn--/);
    refused(["--own-cert", "x"], /go together/);
    chmodSync(join(dir, "tls", "ca.key"), 0o644);
    refused([], /others can read.*chmod 600/);
    rmSync(join(dir, "tls", "ca.key"));
    refused([], /ca\.key is gone.*--new-ca/);
  });
});

describe("the union's own certificate", () => {
  let dir, root, middle, leaf, chain;
  before(() => {
    dir = folder();
    root = outsideAuthority(dir, "union-root");
    middle = outsideCert(dir, "union-middle", root, { names: "", ca: true });
    leaf = outsideCert(dir, "leaf", middle);
    chain = join2(join(dir, "chain.pem"), leaf.cert, middle.cert, root.cert);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const take = (t, cert, key, flags = [], env = {}) => {
    const data = scratch(t);
    return { data, ...certificate(data, ["--own-cert", cert, "--own-key", key, ...flags], env) };
  };
  const refused = (t, pattern, ...rest) => {
    const { data, code, words } = take(t, ...rest);
    assert.equal(code, 78, words);
    assert.match(words, pattern);
    assert.equal(existsSync(serverOf(data)), false);
  };

  test("is taken whole, with its key, and its root is offered for trust", async (t) => {
    const { data, code, out } = take(t, chain, leaf.key, ["--host", "hall.example"]);
    assert.equal(code, 0, out);
    const server = await serve({ dir: data, scheme: "https" });
    t.after(() => server.stop());
    const { port } = new URL(server.url);
    assert.equal(await serialNow(port, root.cert, "hall.example"), readCert(leaf.cert).serialNumber);
    const about = await (await fetch(`http://127.0.0.1:${port}/api/v1/trust`)).json();
    assert.deepEqual([about.known, about.installable, about.fingerprint], [false, true, readCert(root.cert).fingerprint256]);
  });

  test("that this machine's store trusts has nothing to install", async (t) => {
    const bare = join2(join(dir, "bare-chain.pem"), leaf.cert, middle.cert);
    const { data, code, out } = take(t, bare, leaf.key, ["--host", "hall.example"], { SSL_CERT_FILE: root.cert });
    assert.equal(code, 0, out);
    assert.match(out, /不用安装任何东西/);
    assert.equal(statSync(serverOf(data)).mode & 0o777, 0o600);
  });

  test("with another's key is refused", (t) => refused(t, /key .* does not belong to this certificate/, chain, root.key));
  test("that has expired is refused, with its day", (t) => {
    const old = outsideCert(dir, "old", root, { days: -1 });
    refused(t, /has expired, on \d{4}-\d\d-\d\d/, join2(join(dir, "old-chain.pem"), old.cert, root.cert), old.key);
  });
  test("for another name is refused, and its own names are said", (t) => refused(t, /not for other\.example; it is for hall\.example/, chain, leaf.key, ["--host", "other.example"]));
  test("without its middle is refused, and the missing one is named", (t) => refused(t, /chain is cut: the certificate of "union-middle" is missing/, join2(join(dir, "cut.pem"), leaf.cert, root.cert), leaf.key));
  test("of an authority that nobody knows is refused, with what to add", (t) => refused(t, /"union-root" is missing.*root at the end/, join2(join(dir, "rootless.pem"), leaf.cert, middle.cert), leaf.key));
  test("signed by itself is refused, with the way out", (t) => {
    const own = outsideCert(dir, "self", root);
    const alone = join(dir, "alone");
    mkdirSync(alone);
    const made = outsideAuthority(alone, "alone");
    refused(t, /names no host|signed by nobody but itself/, made.cert, made.key);
    refused(t, /"union-root" is missing/, own.cert, own.key);
  });
  test("that is for no web server is refused", (t) => {
    const mail = outsideCert(dir, "mail", root, { usage: "emailProtection" });
    refused(t, /not for a web server/, join2(join(dir, "mail-chain.pem"), mail.cert, root.cert), mail.key);
  });
  test("without any name is refused", (t) => {
    const nameless = outsideCert(dir, "nameless", root, { names: "" });
    refused(t, /names no host/, join2(join(dir, "nameless-chain.pem"), nameless.cert, root.cert), nameless.key);
  });
  test("in a file that holds none, or is not there, is refused", (t) => {
    refused(t, /no certificate \(PEM\)/, leaf.key, leaf.key);
    refused(t, /cannot be read/, join(dir, "none.pem"), leaf.key);
  });
});

describe("a server whose data folder has a certificate", () => {
  const dir = folder();
  let server, port, plain;
  before(async () => {
    assert.equal(certificate(dir, ["--host", "hall.test,127.0.0.1,localhost"]).code, 0);
    server = await serve({ dir, scheme: "https", flags: ["--tls-check-ms", "100"] });
    port = new URL(server.url).port;
    plain = `http://127.0.0.1:${port}`;
  });
  after(async () => {
    await server.stop();
    clean(server);
    server.remove();
  });

  const ask = (method, path, { body, agent, token = server.token } = {}) => new Promise((resolve, reject) => {
    const headers = { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(method === "GET" ? {} : { "Content-Type": "application/json", "Idempotency-Key": uuid7() }) };
    const request = httpsRequest(server.url + path, { method, agent, ca: readFileSync(authorityOf(dir)), headers }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, raw: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });

  test("speaks https by itself and says so, with names and fingerprint, in its log", async () => {
    const line = await logged(server, /secure\.certificate/);
    assert.match(line, /names="hall\.test 127\.0\.0\.1 localhost"/);
    assert.ok(line.includes(readCert(authorityOf(dir)).fingerprint256), line);
    assert.equal(await serialNow(port, authorityOf(dir), "hall.test"), readCert(serverOf(dir)).serialNumber);
  });

  test("tells how many days are left to machines, and sends no HSTS", async () => {
    const ready = JSON.parse((await ask("GET", "/readyz")).raw);
    assert.ok(ready.certificate_days_left > 390, JSON.stringify(ready));
    assert.match((await ask("GET", "/metrics")).raw, /^jinbang_certificate_days_left 39\d$/m);
    for (const path of ["/", "/trust", "/livez"]) assert.equal((await ask("GET", path)).headers["strict-transport-security"], undefined);
  });

  test("plainly gives the way to trust: page, authority, profile, livez", async () => {
    const page = await fetch(`${plain}/trust`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get("content-security-policy"), /connect-src 'self' ws: wss: https:;/);
    const root = await fetch(`${plain}/jinbang-ca.crt`);
    assert.equal(root.headers.get("content-type"), "application/x-x509-ca-cert");
    const der = Buffer.from(await root.arrayBuffer());
    assert.equal(new X509Certificate(der).fingerprint256, readCert(authorityOf(dir)).fingerprint256);
    const profile = await fetch(`${plain}/jinbang.mobileconfig`);
    assert.equal(profile.headers.get("content-type"), "application/x-apple-aspen-config");
    const text = await profile.text();
    assert.match(text, /com\.apple\.security\.root/);
    assert.ok(text.includes(der.toString("base64")));
    assert.equal(await (await fetch(`${plain}/jinbang.mobileconfig`)).text(), text);
    assert.equal((await fetch(`${plain}/livez`)).status, 200);
    const about = await (await fetch(`${plain}/api/v1/trust`)).json();
    assert.deepEqual([about.tls, about.known, about.installable, about.soon, about.names], [true, false, true, false, ["hall.test", "127.0.0.1", "localhost"]]);
  });

  test("plainly leads every other page to /trust, which knows where it was going", async () => {
    for (const [path, next] of [["/", "/"], ["/judge.html?c=a&x=%2F", "/judge.html%3Fc%3Da%26x%3D%252F"], ["/console.html", "/console.html"]]) {
      const answer = await fetch(plain + path, { redirect: "manual" });
      assert.deepEqual([answer.status, answer.headers.get("location"), answer.headers.get("cache-control")], [302, `/trust?next=${next}`, "no-store"]);
    }
  });

  test("plainly refuses everything else without a look at what it brings", async () => {
    const path = "/api/v1/competitions";
    for (const [method, where] of [["POST", path], ["GET", path], ["GET", "/metrics"], ["GET", "/readyz"], ["POST", "/trust"], ["PUT", "/"], ["GET", "/nowhere"]]) {
      const answer = await fetch(plain + where, { method, headers: { Authorization: `Bearer ${server.token}`, "Idempotency-Key": uuid7(), "Content-Type": "application/json" }, body: method === "GET" ? undefined : JSON.stringify(definition("plain")) });
      assert.deepEqual([answer.status, (await answer.json()).type], [403, "/problems/https-required"], `${method} ${where}`);
    }
    assert.equal((await ask("GET", `${path}/plain`)).status, 404);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live`);
    const refusal = await new Promise((resolve) => { socket.on("unexpected-response", (_, answer) => resolve(answer.statusCode)); socket.on("error", () => {}); });
    assert.equal(refusal, 403);
  });

  test("what is neither TLS nor HTTP is turned away, and harms nobody", async () => {
    for (const bytes of [Buffer.from([0, 1, 2, 3]), Buffer.from([0x80, 0x2e, 1]), Buffer.from("GARBAGE\r\n\r\n"), Buffer.from("\r\n\r\nGET")]) {
      await new Promise((resolve) => {
        const socket = connect({ port, host: "127.0.0.1" });
        socket.on("error", () => {});
        socket.on("close", resolve);
        socket.resume();
        socket.end(bytes);
      });
    }
    assert.equal((await ask("GET", "/livez")).status, 200);
  });

  test("a renewed certificate is taken while 50 connections and a live socket go on, and none is dropped", async () => {
    const must = (answer) => { assert.equal(answer.status, 201, answer.raw); return JSON.parse(answer.raw); };
    must(await ask("POST", "/api/v1/competitions", { body: definition() }));
    must(await ask("POST", "/api/v1/competitions/small/roster", { body: { competitors: [{ id: "c001", skill: "welder", name: "选手" }] } }));
    const { judges: [judge] } = must(await ask("POST", "/api/v1/competitions/small/judges", { body: { judges: [{ id: "k", name: "裁判", seats: [{ skill: "welder", seat: "K" }] }] } }));
    const agents = Array.from({ length: 50 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    let opened = 0;
    for (const agent of agents) {
      const create = agent.createConnection;
      agent.createConnection = function (...args) { opened++; return create.apply(this, args); };
    }
    const all = () => Promise.all(agents.map((agent) => ask("GET", "/api/v1/competitions/small/scoreboard", { agent })));
    const socket = new WebSocket(`wss://127.0.0.1:${port}/api/v1/live`, { ca: readFileSync(authorityOf(dir)) });
    const frames = [];
    socket.on("message", (data) => frames.push(JSON.parse(data)));
    let closed = false;
    socket.on("close", () => { closed = true; });
    socket.on("open", () => socket.send(JSON.stringify({ type: "hello", boards: ["small/welder/final/top50"] })));
    assert.ok((await all()).every((answer) => answer.status === 200));
    const old = await serialNow(port, authorityOf(dir));
    let traffic = true;
    let answers = 0;
    const going = (async () => { while (traffic) { for (const answer of await all()) { assert.equal(answer.status, 200); answers++; } } })();

    // By the change of the file.
    let seen = server.log.length;
    assert.equal(certificate(dir, ["--host", "hall.test,127.0.0.1,localhost"]).code, 0);
    const second = readCert(serverOf(dir)).serialNumber;
    await logged(server, new RegExp(`secure\\.certificate .*serial=${second}`), seen);
    assert.notEqual(second, old);
    assert.equal(await serialNow(port, authorityOf(dir)), second);

    // A broken one is refused with a line, and the one before goes on.
    seen = server.log.length;
    const good = readFileSync(serverOf(dir));
    writeFileSync(serverOf(dir), "not a certificate");
    assert.match(await logged(server, /secure\.refused/, seen), new RegExp(`no certificate \\(PEM\\).*goes_on_with=${second}`));
    assert.equal(await serialNow(port, authorityOf(dir)), second);
    seen = server.log.length;
    writeFileSync(serverOf(dir), good.toString().replace(/-----BEGIN PRIVATE KEY-----[^]*?-----END PRIVATE KEY-----/, readFileSync(join(dir, "tls", "ca.key"), "utf8").trim()));
    assert.match(await logged(server, /secure\.refused/, seen), /does not belong to the key/);
    assert.equal(await serialNow(port, authorityOf(dir)), second);

    // By SIGHUP.
    seen = server.log.length;
    assert.equal(certificate(dir, ["--host", "hall.test,127.0.0.1,localhost"]).code, 0);
    server.child.kill("SIGHUP");
    const third = readCert(serverOf(dir)).serialNumber;
    await logged(server, new RegExp(`secure\\.certificate .*serial=${third}`), seen);
    assert.equal(await serialNow(port, authorityOf(dir)), third);

    assert.equal((await ask("PUT", "/api/v1/competitions/small/sheets/w-theory/c001/K", { body: theory("50"), token: judge.token })).status, 201);
    await new Promise((resolve) => { const look = () => (frames.some((frame) => frame.type === "delta") ? resolve() : socket.once("message", () => setImmediate(look))); look(); });
    traffic = false;
    await going;
    assert.equal(opened, 50, "no connection was made anew");
    assert.ok(answers >= 100, String(answers));
    assert.equal(closed, false);
    socket.terminate();
    for (const agent of agents) agent.destroy();
  });

  test("SIGHUP without a new certificate changes nothing", async () => {
    const before = await serialNow(port, authorityOf(dir));
    const seen = server.log.length;
    server.child.kill("SIGHUP");
    await logged(server, /secure\.certificate/, seen);
    assert.equal(await serialNow(port, authorityOf(dir)), before);
  });
});

describe("which certificate a server takes", () => {
  test("--tls-cert and --tls-key win over the data folder's", async (t) => {
    const dir = scratch(t);
    const other = scratch(t);
    certificate(dir, ["--host", "localhost"]);
    certificate(other, ["--host", "localhost"]);
    copyFileSync(serverOf(other), join(other, "own.pem"));
    const server = await serve({ dir, scheme: "https", flags: ["--tls-cert", join(other, "own.pem"), "--tls-key", join(other, "own.pem")] });
    t.after(() => server.stop());
    assert.equal(await serialNow(new URL(server.url).port, authorityOf(other)), readCert(serverOf(other)).serialNumber);
  });

  test("without any, plain HTTP is served whole, /trust too, and SIGHUP is no harm", async (t) => {
    const server = await serve();
    t.after(async () => { await server.stop(); clean(server); server.remove(); });
    server.child.kill("SIGHUP");
    assert.deepEqual((await server.call("GET", "/api/v1/trust")).json, { tls: false });
    assert.equal((await server.call("GET", "/trust")).status, 200);
    assert.equal((await server.call("GET", "/jinbang-ca.crt")).status, 404);
    assert.equal((await server.call("GET", "/jinbang.mobileconfig")).status, 404);
    assert.equal((await server.call("GET", "/api/v1/competitions")).status, 200);
    assert.doesNotMatch((await server.call("GET", "/metrics")).raw, /certificate/);
  });

  test("one that has nearly ended is said at the start, and pages are told", async (t) => {
    const dir = scratch(t);
    const root = outsideAuthority(dir, "root");
    const leaf = outsideCert(dir, "leaf", root, { days: 13, names: "DNS:localhost" });
    const server = await serve({ dir: join(dir, "data"), scheme: "https", flags: ["--tls-cert", join2(join(dir, "chain.pem"), leaf.cert, root.cert), "--tls-key", leaf.key] });
    t.after(() => server.stop());
    // Thirteen days from the second in which it was made: whole days left are 13 in that second, then 12.
    assert.match(await logged(server, /secure\.expires/), /warn .*days_left=1[23]\b/);
    const about = await (await fetch(`http://127.0.0.1:${new URL(server.url).port}/api/v1/trust`)).json();
    assert.equal(about.days_left === 12 || about.days_left === 13, true, String(about.days_left));
    assert.equal(about.soon, true);
  });
});
