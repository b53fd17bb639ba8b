// What the tests of certificates share: the command, a home folder whose browser trusts an authority, certificates of somebody else.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { connect as connectTls } from "node:tls";
import { BINARY } from "./lib.mjs";

// Runs `jinbang certificate`; gives exit code and all words.
export function certificate(dir, flags = [], env = {}) {
  const { status, stdout, stderr } = spawnSync(BINARY, ["certificate", "--data", dir, ...flags], { encoding: "utf8", env: { ...process.env, ...env } });
  return { code: status, out: stdout, words: stdout + stderr };
}

export const authorityOf = (dir) => join(dir, "tls", "ca.crt");
export const serverOf = (dir) => join(dir, "tls", "server.pem");
export const readCert = (path) => new X509Certificate(readFileSync(path));

// A home whose browser trusts these authorities as a device does after /trust: through its own store, names and dates checked.
export function trustingHome(home, ...authorities) {
  const store = join(home, ".pki", "nssdb");
  mkdirSync(store, { recursive: true });
  execFileSync("certutil", ["-d", `sql:${store}`, "-N", "--empty-password"]);
  authorities.forEach((file, at) => execFileSync("certutil", ["-d", `sql:${store}`, "-A", "-t", "C,,", "-n", `hall-${at}`, "-i", file]));
  return home;
}

const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });

// An authority of somebody else, by the openssl command: {cert, key}.
export function outsideAuthority(dir, name) {
  const [cert, key] = [join(dir, `${name}.crt`), join(dir, `${name}.key`)];
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", `/CN=${name}`, "-addext", "basicConstraints=critical,CA:TRUE",
    "-addext", "keyUsage=critical,keyCertSign", "-keyout", key, "-out", cert);
  return { cert, key };
}

// A certificate signed by {cert, key}: days may be negative (expired), names as in subjectAltName.
export function outsideCert(dir, name, authority, { days = 20, names = "DNS:hall.example", usage = "serverAuth", ca = false } = {}) {
  const [cert, key, request, extra] = ["crt", "key", "csr", "ext"].map((end) => join(dir, `${name}.${end}`));
  openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`, "-keyout", key, "-out", request);
  writeFileSync(extra, `${names ? `subjectAltName=${names}\n` : ""}basicConstraints=critical,CA:${ca ? "TRUE" : "FALSE"}\n${ca ? "keyUsage=critical,keyCertSign\n" : `extendedKeyUsage=${usage}\n`}`);
  openssl("x509", "-req", "-in", request, "-CA", authority.cert, "-CAkey", authority.key, "-CAcreateserial", "-days", String(days), "-extfile", extra, "-out", cert);
  return { cert, key };
}

export function join2(path, ...files) {
  writeFileSync(path, files.map((file) => readFileSync(file, "utf8")).join("\n"));
  return path;
}

// The serial that a fresh handshake shows, the certificate checked against `ca` for `servername`.
export function serialNow(port, ca, servername = "localhost") {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: "127.0.0.1", ca: readFileSync(ca), servername }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on("error", reject);
  });
}
