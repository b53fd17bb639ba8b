// The judge's counter as DESIGN 3.7 and 3.8 decide it: every status, the receipt and what it proves, and that what
// was refused has left nothing behind.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { because, definition, isProblem, journalOf, practice, prepare, roster, serve, sheetPath, theory, uuid7 } from "./lib.mjs";

const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash("sha256")).digest();

let server;
before(async () => { server = await serve(); });
after(async () => {
  await server.stop();
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const journal = (id, of = server) => journalOf(of, id);
// The node seals the journal by itself after a second of quiet: what people wrote is everything else.
const written = async (id, of) => (await journal(id, of)).filter((line) => line.head.kind !== "seal").length;

describe("one sheet", () => {
  const id = "one";
  const at = (competitor, part, seat) => sheetPath(competitor, part, seat, id);
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 9 }); });
  const put = (path, body, options = {}) => server.call("PUT", path, { body, token: tokens["judge-K"], ...options });

  test("a new sheet is 201 with its journal number as entity tag and a receipt", async () => {
    const answer = await put(at("c001", "w-theory", "K"), theory("88.5"));
    assert.equal(answer.status, 201, answer.raw);
    assert.deepEqual(Object.keys(answer.json), ["receipt"]);
    const { receipt } = answer.json;
    assert.deepEqual(Object.keys(receipt), ["number", "digest", "chain", "time"]);
    assert.equal(answer.headers.get("etag"), `"${receipt.number}"`);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(receipt.number, (await journal(id)).filter((line) => line.head.kind === "sheet")[0].number);
    assert.ok(Math.abs(Date.parse(receipt.time) - Date.now()) < 60_000);
  });

  test("the same key with the same body is 200 with the first receipt, and writes nothing", async () => {
    const key = uuid7();
    const first = await put(at("c002", "w-theory", "K"), theory("70"), { key });
    const was = await written(id);
    const again = await put(at("c002", "w-theory", "K"), theory("70"), { key });
    assert.equal(first.status, 201);
    assert.equal(again.status, 200);
    assert.deepEqual(again.json, first.json);
    assert.equal(again.headers.get("etag"), first.headers.get("etag"));
    assert.equal(await written(id), was);
  });

  test("a key is the same in upper and lower case", async () => {
    const key = uuid7();
    const first = await put(at("c009", "w-practice", "J1"), practice("1", "1"), { key, token: tokens["judge-J1"] });
    const again = await put(at("c009", "w-practice", "J1"), practice("1", "1"), { key: key.toUpperCase(), token: tokens["judge-J1"] });
    assert.deepEqual([first.status, again.status, again.json], [201, 200, first.json]);
  });

  test("the first receipt is given even after the sheet has been amended", async () => {
    const key = uuid7();
    const first = await put(at("c003", "w-theory", "K"), theory("70"), { key });
    const amended = await put(at("c003", "w-theory", "K"), because(theory("71")), { headers: { "If-Match": first.headers.get("etag") } });
    assert.equal(amended.status, 200, amended.raw);
    const again = await put(at("c003", "w-theory", "K"), theory("70"), { key });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json, first.json);
    const now = await server.call("GET", at("c003", "w-theory", "K"));
    assert.deepEqual(now.json.body, because(theory("71")));
  });

  test("the same key with another body is 422, and the sheet stays as it was", async () => {
    const key = uuid7();
    await put(at("c004", "w-theory", "K"), theory("70"), { key });
    const was = await written(id);
    isProblem(await put(at("c004", "w-theory", "K"), theory("71"), { key }), 422, "idempotency-key-reused");
    isProblem(await put(at("c004", "w-theory", "K"), '{"marks": [{"aspect":"t","value":"70"}]}', { key }), 422, "idempotency-key-reused");
    assert.deepEqual((await server.call("GET", at("c004", "w-theory", "K"))).json.body, theory("70"));
    assert.equal(await written(id), was);
  });

  test("the same key at another address is 422, and nothing is written there", async () => {
    const key = uuid7();
    await put(at("c005", "w-theory", "K"), theory("70"), { key });
    const was = await written(id);
    isProblem(await put(at("c006", "w-theory", "K"), theory("70"), { key }), 422, "idempotency-key-reused");
    isProblem(await server.call("GET", at("c006", "w-theory", "K")), 404, "no-sheet");
    assert.equal(await written(id), was);
  });

  test("a sheet that exists cannot be overwritten without If-Match: 428 with the current sheet", async () => {
    const first = await put(at("c006", "w-theory", "K"), theory("50"));
    const was = await written(id);
    const answer = await put(at("c006", "w-theory", "K"), theory("51"));
    isProblem(answer, 428, "precondition-required");
    assert.deepEqual(answer.json.current.body, theory("50"));
    assert.deepEqual(answer.json.current.receipt, first.json.receipt);
    assert.equal(await written(id), was);
  });

  test("an old If-Match is 412 with the current sheet, so that the judge can compare", async () => {
    const first = await put(at("c007", "w-theory", "K"), theory("50"));
    const second = await put(at("c007", "w-theory", "K"), because(theory("51")), { headers: { "If-Match": first.headers.get("etag") } });
    const was = await written(id);
    const answer = await put(at("c007", "w-theory", "K"), because(theory("52")), { headers: { "If-Match": first.headers.get("etag") } });
    isProblem(answer, 412, "stale-version");
    assert.deepEqual(answer.json.current.body, because(theory("51")));
    assert.equal(`"${answer.json.current.etag}"`, second.headers.get("etag"));
    assert.deepEqual({ part: answer.json.current.part, competitor: answer.json.current.competitor, seat: answer.json.current.seat }, { part: "w-theory", competitor: "c007", seat: "K" });
    assert.equal(await written(id), was);
  });

  test("If-Match for a sheet that is not there, or that is no strong tag of ours, is 412 and writes nothing", async () => {
    const was = await written(id);
    for (const tag of ['"1"', '"999999"', "1", 'W/"1"', '""', '"-1"', '"18446744073709551617"']) {
      isProblem(await put(at("c008", "w-theory", "K"), because(theory("5")), { headers: { "If-Match": tag } }), 412, "stale-version");
    }
    assert.equal(await written(id), was);
  });

  test("an amendment with If-Match is 200 with a new receipt and says in the journal what it replaces", async () => {
    const first = await put(at("c009", "w-theory", "K"), theory("60"));
    const amended = await put(at("c009", "w-theory", "K"), because(theory("61.5")), { headers: { "If-Match": first.headers.get("etag") } });
    assert.equal(amended.status, 200);
    assert.ok(amended.json.receipt.number > first.json.receipt.number);
    assert.equal(amended.headers.get("etag"), `"${amended.json.receipt.number}"`);
    const line = (await journal(id)).find((each) => each.number === amended.json.receipt.number);
    assert.equal(line.head.replaces, first.json.receipt.number);
  });

  test("of two amendments made from the same version one counts and the other is told", async () => {
    const path = at("c001", "w-practice", "J1");
    const token = tokens["judge-J1"];
    const first = await put(path, practice("10", "10"), { token });
    const headers = { "If-Match": first.headers.get("etag") };
    const both = await Promise.all([put(path, because(practice("11", "10")), { token, headers }), put(path, because(practice("12", "10")), { token, headers })]);
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 412]);
    const now = await server.call("GET", path);
    const winner = both[0].status === 200 ? because(practice("11", "10")) : because(practice("12", "10"));
    assert.deepEqual(now.json.body, winner);
    assert.deepEqual(both.find((answer) => answer.status === 412).json.current.body, winner);
  });

  test("the same request sent many times at once is written once and answered alike", async () => {
    const path = at("c002", "w-practice", "J1");
    const key = uuid7();
    const was = await written(id);
    const answers = await Promise.all(Array.from({ length: 12 }, () => put(path, practice("20", "20"), { token: tokens["judge-J1"], key })));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [...Array(11).fill(200), 201]);
    for (const answer of answers) assert.deepEqual(answer.json, answers[0].json);
    assert.equal(await written(id), was + 1);
  });

  test("what is stored is read back byte for byte, blanks and order included", async () => {
    const path = at("c003", "w-practice", "J1");
    const body = '{ "note" : "手写\\u7684 · e\\u0301",\n  "marks":[ {"value":"30.0","aspect":"b"},{"aspect":"a","value":"0"} ] }';
    const answer = await put(path, body, { token: tokens["judge-J1"] });
    assert.equal(answer.status, 201, answer.raw);
    assert.equal(answer.json.receipt.digest, `sha-256:${sha256(body).toString("hex")}`);
    const read = await server.call("GET", path, { token: tokens["judge-J1"] });
    assert.ok(read.raw.includes(`"body":${body}`), read.raw);
    assert.equal(read.headers.get("etag"), answer.headers.get("etag"));
  });

  test("a judge reads and lists the sheets of his own seats only, the organiser all", async () => {
    const own = await server.call("GET", `/api/v1/competitions/${id}/sheets`, { token: tokens["judge-J1"] });
    assert.ok(own.json.sheets.length > 0);
    assert.deepEqual([...new Set(own.json.sheets.map((sheet) => sheet.seat))], ["J1"]);
    isProblem(await server.call("GET", at("c001", "w-practice", "J1"), { token: tokens["judge-J2"] }), 403, "not-your-seat");
    isProblem(await server.call("GET", at("c001", "w-practice", "J1"), { token: null }), 401, "token-missing");
    isProblem(await server.call("GET", `/api/v1/competitions/${id}/sheets`, { token: null }), 401, "token-missing");
    const all = await server.call("GET", `/api/v1/competitions/${id}/sheets`);
    assert.deepEqual([...new Set(all.json.sheets.map((sheet) => sheet.seat))].sort(), ["J1", "K"]);
    const some = await server.call("GET", `/api/v1/competitions/${id}/sheets?part=w-practice&competitor=c002`);
    assert.deepEqual(some.json.sheets.map((sheet) => [sheet.part, sheet.competitor]), [["w-practice", "c002"]]);
  });
});

describe("a refused sheet", () => {
  const id = "refused";
  const path = sheetPath("c001", "w-theory", "K", id);
  const wide = sheetPath("c001", "w-practice", "J1", id);
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 2 }); });

  async function refused(target, options, status, name, pointer) {
    const was = await written(id);
    const answer = await server.call("PUT", target, { token: tokens["judge-K"], body: theory("50"), ...options });
    isProblem(answer, status, name, pointer);
    assert.equal(await written(id), was, "something was written");
    isProblem(await server.call("GET", path), 404, "no-sheet");
    return answer;
  }

  test("without a token, or with one that nobody has, it is 401 and says how to sign in", async () => {
    const missing = await refused(path, { token: null }, 401, "token-missing");
    const unknown = await refused(path, { token: "nobody" }, 401, "token-unknown");
    assert.match(missing.headers.get("www-authenticate"), /^Bearer/);
    assert.match(unknown.headers.get("www-authenticate"), /^Bearer/);
    await refused(path, { token: null, headers: { Authorization: "Basic anVkZ2U6c2VjcmV0" } }, 401, "token-missing");
  });

  test("for another judge's seat it is 403, which names the seat", async () => {
    const answer = await refused(path, { token: tokens["judge-J1"] }, 403, "not-your-seat");
    assert.match(answer.json.detail, /K/);
    await refused(wide, { body: practice("1", "1") }, 403, "not-your-seat");
  });

  test("with the token of a judge of another competition it is 401", async () => {
    const others = await prepare(server, { id: "neighbour", competitors: 1 });
    await refused(path, { token: others["judge-K"] }, 401, "token-unknown");
  });

  for (const [what, part, competitor, seat, name] of [
    ["part", "w-none", "c001", "K", "unknown-part"],
    ["competitor", "w-theory", "c999", "K", "unknown-competitor"],
    ["seat", "w-theory", "c001", "J9", "unknown-seat"],
  ]) {
    test(`for an unknown ${what} it is 404 and names what is not known`, async () => {
      const answer = await refused(sheetPath(competitor, part, seat, id), {}, 404, name);
      assert.match(answer.json.detail, new RegExp({ part, competitor, seat }[what]));
    });
  }

  test("in an unknown competition it is 404", async () => {
    await refused(sheetPath("c001", "w-theory", "K", "nowhere"), {}, 404, "unknown-competition");
  });

  test("without a key, or with one that is no UUIDv7, it is 400", async () => {
    await refused(path, { key: null }, 400, "idempotency-key-missing");
    for (const key of ["1", "018f4d2e-0000-4000-8000-000000000000", "018f4d2e-0000-7000-c000-000000000000", `${uuid7()}0`, `{${uuid7()}}`]) {
      await refused(path, { key }, 400, "idempotency-key-malformed");
    }
  });

  const mark = (text) => `{"marks":[{"aspect":"t","value":${text}}]}`;
  for (const text of ['"8。5"', '"８.５"', "8.5", '"1e3"', '""', '"8,5"', '" 8"', '"8 "', '"+8"', '"8."', '".5"', '"0x8"', '"--8"', '"8.0000001"', "null", "true", "[]", '"NaN"', '"99999999999999999999999999"']) {
    test(`a mark written as ${text} is refused at its place and never read as something`, async () => {
      await refused(path, { body: mark(text) }, 422, "mark-malformed", "/marks/0/value");
    });
  }

  for (const [what, body, name, pointer] of [
    ["a mark above the range", theory("100.5"), "mark-out-of-range", "/marks/0/value"],
    ["a mark below the range", theory("-0.5"), "mark-out-of-range", "/marks/0/value"],
    ["a mark off its step", theory("88.7"), "mark-off-step", "/marks/0/value"],
    ["an aspect that the part does not have", { marks: [{ aspect: "zz", value: "1" }] }, "aspect-unknown", "/marks/0/aspect"],
    ["an aspect with two marks", { marks: [{ aspect: "t", value: "1" }, { aspect: "t", value: "2" }] }, "aspect-twice", "/marks/1/aspect"],
    ["an aspect without a mark", { marks: [] }, "aspect-missing", "/marks"],
    ["a field that is not known", { ...theory("1"), mood: "good" }, "unknown-field", "/mood"],
    ["a field that is not known inside a mark", { marks: [{ aspect: "t", value: "1", "a/b~c": 1 }] }, "unknown-field", "/marks/0/a~1b~0c"],
    ["a mark without its value", { marks: [{ aspect: "t" }] }, "missing-field", "/marks/0/value"],
    ["no marks at all", {}, "missing-field", "/marks"],
    ["marks that are no list", { marks: {} }, "wrong-type", "/marks"],
    ["a body that is no object", [], "wrong-type", ""],
    ["a declaration from a judge's seat", { declared: { factor: "1" } }, "declared-not-here", "/declared"],
    ["a note that is no text", { ...theory("1"), note: 5 }, "wrong-type", "/note"],
  ]) {
    test(`${what} is 422 ${name} with a pointer to it`, async () => {
      await refused(path, { body }, 422, name, pointer);
    });
  }

  test("the words of a refused mark name the range or the step", async () => {
    const range = await refused(path, { body: theory("101"), headers: { "Accept-Language": "en" } }, 422, "mark-out-of-range");
    assert.match(range.json.errors[0].detail, /between 0 and 100/);
    const step = await refused(path, { body: theory("1.2") }, 422, "mark-off-step");
    assert.match(step.json.errors[0].detail, /0\.5/);
    const missing = await refused(path, { body: { marks: [] } }, 422, "aspect-missing");
    assert.match(missing.json.detail, /“t”.*空白不等于零分/);
  });

  for (const [what, body, name] of [
    ["a field twice", '{"marks":[],"marks":[{"aspect":"t","value":"50"}]}', "duplicate-key"],
    ["a field twice in a mark", '{"marks":[{"aspect":"t","value":"50","value":"51"}]}', "duplicate-key"],
    ["a field twice, once escaped", '{"marks":[{"aspect":"t","value":"50","v\\u0061lue":"51"}]}', "duplicate-key"],
    ["JSON cut short", '{"marks":[', "malformed-json"],
    ["no bytes", "", "malformed-json"],
    ["words behind the JSON", `${JSON.stringify(theory("50"))} x`, "malformed-json"],
    ["a comma too many", '{"marks":[{"aspect":"t","value":"50"},]}', "malformed-json"],
    ["JSON nested without end", "[".repeat(20000), "malformed-json"],
    ["a NUL in a mark", '{"marks":[{"aspect":"t","value":"8\\u0000"}]}', "malformed-json"],
    ["a lone surrogate", '{"marks":[{"aspect":"\\ud800","value":"1"}]}', "malformed-json"],
  ]) {
    test(`${what} is 400 ${name}`, async () => {
      await refused(path, { body }, 400, name);
    });
  }

  test("bytes that are not UTF-8 are 400", async () => {
    const was = await written(id);
    const answer = await fetch(server.url + path, {
      method: "PUT",
      headers: { Authorization: `Bearer ${tokens["judge-K"]}`, "Idempotency-Key": uuid7(), "Content-Type": "application/json" },
      body: Buffer.concat([Buffer.from('{"marks":[{"aspect":"t","value":"1"}],"note":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    });
    assert.equal(answer.status, 400);
    assert.equal((await answer.json()).type, "/problems/malformed-json");
    assert.equal(await written(id), was);
  });

  test("a body of more than 64 KiB is 413, and one just below is read", async () => {
    const padded = (bytes) => { const bare = JSON.stringify(theory("50.25")); return bare + " ".repeat(bytes - bare.length); };
    await refused(path, { body: padded(65537) }, 413, "body-too-large");
    await refused(path, { body: padded(65536) }, 422, "mark-off-step");
  });

  test("another content type than JSON is 415", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/merge-patch+json"]) {
      await refused(path, { headers: { "Content-Type": type } }, 415, "media-type");
    }
  });

  test("a declared body and marks do not mix, and the last of many faults is not the only one told", async () => {
    const answer = await refused(wide, { token: tokens["judge-J1"], body: { marks: [{ aspect: "a", value: "x" }, { aspect: "q", value: "1" }], mood: 1 } }, 422, "unknown-field", "/mood");
    assert.deepEqual(answer.json.errors.map((error) => error.pointer), ["/mood", "/marks/0/value", "/marks/1/aspect"]);
  });

  test("it leaves its key free: the corrected request may carry it", async () => {
    const key = uuid7();
    await refused(path, { key, body: theory("88.7") }, 422, "mark-off-step");
    const answer = await server.call("PUT", path, { token: tokens["judge-K"], key, body: theory("88.5") });
    assert.equal(answer.status, 201, answer.raw);
  });
});

describe("a sheet of a published skill", () => {
  const id = "locked";
  let tokens;
  let first;
  before(async () => {
    tokens = await prepare(server, { id, competitors: 1 });
    first = await server.call("PUT", sheetPath("c001", "w-theory", "K", id), { token: tokens["judge-K"], body: theory("80"), key: "018f4d2e-0000-7000-8000-000000000001" });
    for (const seat of ["J1", "J2", "J3"]) {
      assert.equal((await server.call("PUT", sheetPath("c001", "w-practice", seat, id), { token: tokens[`judge-${seat}`], body: practice("40", "30") })).status, 201);
    }
    assert.equal((await server.call("POST", `/api/v1/competitions/${id}/skills/welder/publication`, { body: {} })).status, 201);
  });

  test("is locked: 409, also with the right If-Match, and nothing is written", async () => {
    const was = await written(id);
    const answer = await server.call("PUT", sheetPath("c001", "w-theory", "K", id), { token: tokens["judge-K"], body: because(theory("81")), headers: { "If-Match": first.headers.get("etag") } });
    isProblem(answer, 409, "sheet-locked");
    assert.equal(await written(id), was);
  });

  test("still says first what comes first: the old receipt, 428, 412", async () => {
    const path = sheetPath("c001", "w-theory", "K", id);
    const token = tokens["judge-K"];
    const again = await server.call("PUT", path, { token, body: theory("80"), key: "018f4d2e-0000-7000-8000-000000000001" });
    assert.equal(again.status, 200);
    assert.deepEqual(again.json, first.json);
    isProblem(await server.call("PUT", path, { token, body: theory("81") }), 428, "precondition-required");
    isProblem(await server.call("PUT", path, { token, body: because(theory("81")), headers: { "If-Match": '"1"' } }), 412, "stale-version");
  });

  test("cannot be published twice", async () => {
    isProblem(await server.call("POST", `/api/v1/competitions/${id}/skills/welder/publication`, { body: {} }), 409, "sheet-locked");
  });
});

describe("receipts", () => {
  const id = "chain";
  let tokens;
  before(async () => { tokens = await prepare(server, { id, competitors: 3 }); });

  test("carry the SHA-256 of the bytes sent and a chain that can be recomputed from the journal", async () => {
    const receipts = [];
    for (const [competitor, value] of [["c001", "1"], ["c002", "2.0"], ["c003", "3.50"]]) {
      const body = JSON.stringify({ ...theory(value), client_time: "2026-05-01T08:00:00+08:00", note: "第一轮" });
      const { json } = await server.call("PUT", sheetPath(competitor, "w-theory", "K", id), { body, token: tokens["judge-K"] });
      assert.equal(json.receipt.digest, `sha-256:${sha256(body).toString("hex")}`);
      receipts.push({ body, receipt: json.receipt });
    }
    let chain = sha256(`jinbang journal 1\n${id}`);
    const chains = [chain];
    for (const line of await journal(id)) {
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(line.number));
      chain = sha256(chain, number, Buffer.from(line.entry, "utf8"));
      assert.equal(line.number, chains.length, "journal numbers are contiguous from 1");
      assert.equal(line.chain, chain.toString("hex"));
      assert.equal(line.head.chain, chains[line.head.claim].toString("hex"), "each entry's claim is true");
      assert.ok(line.head.claim < line.number);
      chains.push(chain);
    }
    for (const { body, receipt } of receipts) {
      assert.equal(receipt.chain, `sha-256:${chains[receipt.number].toString("hex")}`);
      const line = (await journal(id)).find((each) => each.number === receipt.number);
      assert.equal(line.body, body, "the entry holds the body's bytes unchanged after its first line");
    }
  });

  test("are also given for the definition and the judges", async () => {
    const body = JSON.stringify(definition("receipted"));
    const made = await server.call("POST", "/api/v1/competitions", { body });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get("location"), "/api/v1/competitions/receipted");
    assert.equal(made.json.id, "receipted");
    assert.equal(made.json.receipt.digest, `sha-256:${sha256(body).toString("hex")}`);
  });
});

describe("a large panel", () => {
  const id = "panel";
  const seats = Array.from({ length: 11 }, (_, i) => `J${i + 1}`);
  let tokens;
  before(async () => {
    const rules = definition(id);
    rules.skills[0].stages[0].modules[1].parts[0].seats = seats;
    rules.skills[0].stages[0].modules[1].parts[0].technical = "T";
    rules.skills[0].stages[0].modules[1].parts[0].declares = ["deduction"];
    assert.equal((await server.call("POST", "/api/v1/competitions", { body: rules })).status, 201);
    assert.equal((await server.call("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors: roster(2) } })).status, 201);
    const judges = [...seats, "T"].map((seat) => ({ id: seat, name: `裁判${seat}`, seats: [{ skill: "welder", seat }] }));
    const made = await server.call("POST", `/api/v1/competitions/${id}/judges`, { body: { judges } });
    assert.equal(made.status, 201, made.raw);
    tokens = Object.fromEntries(made.json.judges.map((judge) => [judge.id, judge.token]));
  });

  test("eleven judges seal the same competitor at the same moment and all get 201", async () => {
    const answers = await Promise.all(seats.map((seat, i) => server.call("PUT", sheetPath("c001", "w-practice", seat, id), { token: tokens[seat], body: practice(String(20 + i), "10") })));
    assert.deepEqual(answers.map((answer) => answer.status), seats.map(() => 201));
    const numbers = answers.map((answer) => answer.json.receipt.number).sort((a, b) => a - b);
    assert.equal(new Set(numbers).size, 11);
    assert.equal(numbers[10] - numbers[0], 10, "they stand one after the other in the journal");
  });

  test("the technical seat declares and does not mark, and its mistakes have pointers", async () => {
    const path = sheetPath("c001", "w-practice", "T", id);
    const put = (body) => server.call("PUT", path, { token: tokens.T, body });
    isProblem(await put({ marks: [] }), 422, "marks-not-expected", "/marks");
    isProblem(await put({}), 422, "missing-field", "/declared");
    isProblem(await put({ declared: {} }), 422, "declared-missing");
    isProblem(await put({ declared: { deduction: "1", factor: "0.5" } }), 422, "declared-not-here", "/declared/factor");
    isProblem(await put({ declared: { deduction: "-1" } }), 422, "mark-out-of-range", "/declared/deduction");
    isProblem(await put({ declared: { deduction: 1 } }), 422, "mark-malformed", "/declared/deduction");
    assert.equal((await put({ declared: { deduction: "1.5" } })).status, 201);
  });
});

describe("a receipt outlives the server", () => {
  test("the same key gets the first receipt after a restart and after kill -9, and counts once", async (t) => {
    const key = uuid7();
    const id = "outlive";
    let node = await serve();
    t.after(() => node.kill());
    const tokens = await prepare(node, { id, competitors: 2 });
    const path = sheetPath("c001", "w-theory", "K", id);
    const ask = () => node.call("PUT", path, { body: theory("77.5"), key, token: tokens["judge-K"] });
    const first = await ask();
    assert.equal(first.status, 201);
    await node.stop();
    node = await serve({ dir: node.dir });
    const restarted = await ask();
    assert.deepEqual([restarted.status, restarted.json], [200, first.json]);
    await node.kill();
    node = await serve({ dir: node.dir });
    const killed = await ask();
    assert.deepEqual([killed.status, killed.json], [200, first.json]);
    isProblem(await node.call("PUT", path, { body: theory("78"), key, token: tokens["judge-K"] }), 422, "idempotency-key-reused");
    assert.equal((await journal(id, node)).filter((line) => line.head.kind === "sheet").length, 1);
    assert.equal((await node.call("GET", `/api/v1/competitions/${id}/scoreboard`)).json.rows[0].total, "23.25");
    await node.stop();
    node.remove();
  });
});
