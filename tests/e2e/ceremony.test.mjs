// The award ceremony: made of published results alone, its list closed with a salted hash before the first step, and each step
// leaves the server only when it is pressed: what displays, phones and strangers have received is searched after every press.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { BINARY, definition, isProblem, journalOf, live, practice, prepare, serve, sheetPath, theory, uuid7 } from "./lib.mjs";
import { talk } from "./redis.mjs";

const HERE = "/api/v1/competitions/small";
const STAGE = "small/ceremony";
const BOARD = "small/welder/final/top12";
const TITLES = [
  { id: "first", name: { zh: "技术状元", en: "Champion" }, from: 1, to: 1 },
  { id: "second", name: { zh: "技术明星", en: "Star" }, from: 2, to: 3 },
  { id: "third", name: { zh: "技术能手", en: "Expert" }, from: 4, to: 6 },
];
const ITEMS = [
  { skill: "welder", honour: "third", mode: "one", presenters: "王建国主席", music: "颁奖曲", host: "有请技术能手" },
  { skill: "welder", honour: "second", mode: "medals" },
  { skill: "welder", honour: "first", mode: "one", host: "有请状元" },
];
const STEPS = [["c006"], ["c004", "c005"], ["c002", "c003"], ["c001"]]; // c004 and c005 share a place
const MARKS = { c001: 95, c002: 90, c003: 85, c004: 80, c005: 80, c006: 70 };

async function mark(server, tokens) {
  for (const [competitor, value] of Object.entries(MARKS)) {
    const put = async (part, seat, body) => {
      const answer = await server.call("PUT", sheetPath(competitor, part, seat), { token: tokens[`judge-${seat}`], body });
      assert.equal(answer.status, 201, answer.raw);
    };
    await put("w-theory", "K", theory(String(value)));
    for (const seat of ["J1", "J2", "J3"]) await put("w-practice", seat, practice(String(value * 0.6), String(value * 0.4)));
  }
}

describe("the award ceremony", () => {
  let server;
  let display;
  let presenter;
  const ask = (body, token = presenter) => server.call("POST", `${HERE}/ceremony`, { body, token });
  const press = async (body) => {
    const answer = await ask(body);
    assert.equal(answer.status, 201, answer.raw);
  };
  const shown = async () => (await server.call("GET", `${HERE}/ceremony`, { token: null })).json;
  const on = (stage, test) => stage.next((frame) => frame.type === "ceremony" && test(frame));
  const who = (step) => step.people.map((person) => person.id);

  before(async () => {
    server = await serve();
    const tokens = await prepare(server, { competitors: 6, more: { titles: TITLES } });
    const device = async (role) => {
      const answer = await server.call("POST", `${HERE}/devices`, { body: { grants: [{ role }] } });
      assert.equal(answer.status, 201, answer.raw);
      return answer.json.token;
    };
    display = await device("display");
    presenter = await device("presenter");
    assert.equal((await server.call("POST", `${HERE}/freezes`, { body: { act: "freeze" } })).status, 201);
    await mark(server, tokens);
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  test("only finished skills are offered, and nothing else can be prepared", async () => {
    assert.deepEqual((await server.call("GET", `${HERE}/ceremony/sheet`, { token: presenter })).json.offers, []);
    isProblem(await ask({ act: "prepare", items: ITEMS }), 409, "ceremony-unfinished");
    isProblem(await ask({ act: "close" }), 409, "ceremony-none");
    assert.equal((await server.call("POST", `${HERE}/skills/welder/publication`, { body: {} })).status, 201);
    const { json } = await server.call("GET", `${HERE}/ceremony/sheet`, { token: presenter });
    assert.deepEqual(json.offers.map(({ skill, honour, people }) => [skill, honour, people]), [["welder", "first", 1], ["welder", "second", 2], ["welder", "third", 3]]);
    isProblem(await ask({ act: "prepare", items: [{ skill: "welder", honour: "none", mode: "one" }] }), 404, "unknown-honour");
    isProblem(await ask({ act: "step", to: 1 }), 409, "ceremony-none");
    isProblem(await ask({ act: "prepare", items: ITEMS }, display), 403, "not-allowed");
    await press({ act: "prepare", items: ITEMS });
    const sheet = (await server.call("GET", `${HERE}/ceremony/sheet`, { token: presenter })).json;
    assert.deepEqual(sheet.steps.map(who), STEPS);
    assert.deepEqual(sheet.items[0], { ...ITEMS[0], batch: 8 });
    assert.deepEqual(await shown(), { state: "none" }, "the hall knows of no run sheet");
  });

  test("a rehearsal goes through all steps with stand-ins, and gives nobody away", async () => {
    const hall = live(server, { boards: [STAGE], bearer: display });
    await on(hall, (frame) => frame.state === "none");
    await press({ act: "rehearse", on: true });
    await on(hall, (frame) => frame.state === "rehearsal" && frame.step === null);
    for (let n = 1; n <= STEPS.length; n++) {
      await press({ act: "step", to: n });
      const { step } = await on(hall, (frame) => frame.step?.n === n);
      assert.equal(step.people.length, STEPS[n - 1].length);
      assert.ok(step.people.every((person) => person.stand_in > 0));
    }
    assert.doesNotMatch(JSON.stringify(hall.frames), /"c00\d"|选手/);
    await press({ act: "rehearse", on: false });
    await on(hall, (frame) => frame.state === "none" && hall.frames.indexOf(frame) > 0);
    await hall.close();
  });

  test("no display, phone or stranger holds a step before it is pressed; kill -9 between two presses changes nothing", async () => {
    await press({ act: "note", id: "c005", absent: true });
    await press({ act: "note", id: "c002", by: "赵晓梅" });
    let screen = live(server, { boards: [STAGE, BOARD], bearer: display });
    let phone = live(server, { boards: [BOARD, STAGE] });
    await press({ act: "close" });
    const { hash } = await on(phone, (frame) => frame.state === "open");
    assert.match(hash, /^[0-9a-f]{64}$/);
    isProblem(await ask({ act: "prepare", items: ITEMS }), 409, "ceremony-running");
    isProblem(await ask({ act: "rehearse", on: true }), 409, "ceremony-running");
    assert.equal((await shown()).step, null, "it starts blank");

    const heard = [];
    for (let n = 1; n <= STEPS.length; n++) {
      const later = STEPS.slice(n - 1).flat();
      heard.push(JSON.stringify(screen.frames), JSON.stringify(phone.frames), JSON.stringify(await shown()));
      const board = (await server.call("GET", `${HERE}/scoreboard`, { token: display })).raw;
      for (const id of later) for (const text of [...heard, board]) assert.ok(!text.includes(`"${id}"`), `${id} before step ${n}`);
      await press({ act: "step", to: n });
      for (const each of [screen, phone]) assert.deepEqual(who((await on(each, (frame) => frame.step?.n === n)).step), STEPS[n - 1]);
      if (n === 2) {
        const { step } = await shown();
        assert.deepEqual(step.people.map(({ place, absent }) => [place, absent]), [[4, undefined], [4, true]], "a tie is shown as a tie");
        await Promise.all([screen.close(), phone.close()]);
        await server.kill();
        const { dir } = server;
        server = await serve({ dir });
        const { steps, items } = (await server.call("GET", `${HERE}/ceremony/sheet`, { token: presenter })).json;
        assert.equal(items[0].presenters, "王建国主席", "names are read again");
        assert.equal(steps[2].people.find(({ id }) => id === "c002").by, "赵晓梅");
        assert.deepEqual(await shown(), { state: "open", opened_at: (await shown()).opened_at, hash, paused: false, step });
        [screen, phone] = [live(server, { boards: [STAGE, BOARD], bearer: display }), live(server, { boards: [BOARD, STAGE] })];
        for (const each of [screen, phone]) assert.deepEqual((await on(each, (frame) => frame.step)).step.n, 2);
      }
    }
    assert.equal((await shown()).step.people[0].name, "选手1");

    // Back, again, further, beyond, and a pause.
    await press({ act: "step", to: 3 });
    assert.equal((await shown()).step.people[0].by, "赵晓梅");
    isProblem(await ask({ act: "step", to: 3 }), 409, "ceremony-there");
    isProblem(await ask({ act: "step", to: 5 }), 422, "ceremony-step");
    await press({ act: "pause", on: true });
    assert.equal((await shown()).paused, true);
    await press({ act: "step", to: 4 });
    assert.equal((await shown()).paused, false, "a step goes on");
    assert.ok(!("salt" in (await shown())), "the salt is kept to the end");

    await press({ act: "end" });
    const end = await on(phone, (frame) => frame.state === "ended");
    assert.equal(createHash("sha256").update(`${end.salt}\n${end.list}`).digest("hex"), hash);
    assert.deepEqual(end.people.map(({ id, name }) => [id, name]), STEPS.flat().map((id) => [id, `选手${id.slice(3)}`]), "names as the stage showed them");
    assert.equal(end.list, ["1\twelder\tthird\t4\tc004", "1\twelder\tthird\t4\tc005", "1\twelder\tthird\t6\tc006",
      "2\twelder\tsecond\t2\tc002", "2\twelder\tsecond\t3\tc003", "3\twelder\tfirst\t1\tc001", ""].join("\n"));
    isProblem(await ask({ act: "step", to: 1 }), 409, "ceremony-idle");
    await Promise.all([screen.close(), phone.close()]);
  });

  test("each press is in the journal, and the journal is verified", async () => {
    const acts = (await journalOf(server, "small")).filter((entry) => entry.head.kind === "ceremony").map((entry) => JSON.parse(entry.body).act);
    assert.deepEqual([acts[0], acts.filter((act) => act === "close").length, acts.at(-1)], ["prepare", 1, "end"]);
    const { dir } = server;
    await server.stop();
    await promisify(execFile)(BINARY, ["verify", "--data", dir]);
    server = await serve({ dir });
  });

  test("names of those who collect and present are in no entry and no file in clear, and go when they are replaced", async () => {
    const papers = async () => {
      const redis = await talk(join(server.dir, "redis.sock"));
      const keys = (await redis.ask("HKEYS", "jinbang:{small}:people")).map(String);
      redis.close();
      return keys.filter((key) => key.startsWith("paper:")).length;
    };
    assert.equal(await papers(), 2);
    await press({ act: "note", id: "c002", by: "钱学军" });
    await press({ act: "note", id: "c003", by: "孙立" });
    assert.equal(await papers(), 3, "the replaced one is erased");
    const key = uuid7();
    for (const status of [201, 200]) assert.equal((await server.call("POST", `${HERE}/ceremony`, { body: { act: "note", id: "c003" }, token: presenter, key })).status, status);
    assert.equal(await papers(), 2);
    await Promise.all(["李一", "李二", "李三", "李四"].map((by) => press({ act: "note", id: "c003", by })));
    assert.equal(await papers(), 3, "of those said at once the last one stays");
    await press({ act: "note", id: "c003" });
    assert.equal(await papers(), 2);
    const journal = (await server.call("GET", `${HERE}/journal`)).raw;
    assert.doesNotMatch(journal, /李[一二三四]|赵晓梅|王建国|钱学军|孙立|颁奖曲|有请/);
    const notes = (await journalOf(server, "small")).filter(({ head, body }) => head.kind === "ceremony" && JSON.parse(body).words);
    assert.deepEqual(notes.map(({ entry }) => entry[0]), ["8", ...Array(7).fill("7")]);
    const said = JSON.stringify({ act: "note", id: "c002", by: "钱学军" });
    for (const text of [said, `POST ${HERE}/ceremony\n\n${said}`]) {
      assert.ok(!journal.includes(createHash("sha256").update(text).digest("hex")), "nor a plain hash, by which a name could be guessed");
    }
  });
});

// Two skills, eight places each: many of one honour in one step.
const WELDER = definition().skills[0];
const FITTER = { ...JSON.parse(JSON.stringify(WELDER).replaceAll('"w-', '"f-')), id: "fitter", name: { zh: "钳工", en: "Fitter" } };
const MANY = [...TITLES.slice(0, 2), { id: "third", name: { zh: "技术能手", en: "Expert" }, from: 4, to: 40 }];
const skills = [WELDER, FITTER].map((skill) => ({ ...skill, titles: MANY }));

describe("an evening of many skills", () => {
  let server;
  const must = async (path, body, status = 201) => {
    const answer = await server.call("POST", `${HERE}/${path}`, { body });
    assert.equal(answer.status, status, answer.raw);
    return answer.json;
  };
  const sheet = async () => (await server.call("GET", `${HERE}/ceremony/sheet`)).json;
  const prepare2 = (items) => must("ceremony", { act: "prepare", items });
  const item = (skill, honour, mode, more = {}) => ({ skill, honour, mode, ...more });
  const ids = (steps) => steps.map(({ people }) => people.map(({ id }) => id).join(" "));

  before(async () => {
    server = await serve();
    const made = await server.call("POST", "/api/v1/competitions", { body: { ...definition("small"), skills } });
    assert.equal(made.status, 201, made.raw);
    const competitors = skills.flatMap(({ id }) => Array.from({ length: id === "welder" ? 20 : 4 }, (_, at) => ({ id: `${id[0]}${at + 1}`, skill: id, name: `${id}${at + 1}`, delegation: "一厂" })));
    await must("roster", { competitors });
    const { judges } = await must("judges", { judges: ["K", "J1", "J2", "J3"].map((seat) => ({ id: `judge-${seat}`, name: seat, role: "judge", seats: skills.map(({ id }) => ({ skill: id, seat })) })) });
    await must("freezes", { act: "freeze", skills: ["welder"] });
    for (const { id } of competitors) {
      const at = Number(id.slice(1));
      const value = at <= 3 ? 100 - 5 * at : 60; // seventeen share the fourth place
      const put = async (part, seat, body) => {
        const answer = await server.call("PUT", sheetPath(id, `${id[0]}-${part}`, seat), { token: judges.find((each) => each.id === `judge-${seat}`).token, body });
        assert.equal(answer.status, 201, answer.raw);
      };
      const rename = (body) => JSON.parse(JSON.stringify(body).replaceAll('"w-', `"${id[0]}-`));
      await put("theory", "K", rename(theory(String(value))));
      for (const seat of ["J1", "J2", "J3"]) await put("practice", seat, rename(practice(String(value * 0.6), String(value * 0.4))));
    }
    for (const { id } of skills) await must(`skills/${id}/publication`, {});
  });
  after(async () => {
    await server.stop();
    server.remove();
  });

  test("a skill's medals stand in one step, an honour of all skills in batches, and a tie never above twelve on the wall", async () => {
    await prepare2([item("welder", "second", "medals"), item("welder", "first", "medals", { joins: true })]);
    let { steps, items } = await sheet();
    assert.deepEqual(ids(steps), ["w1 w2 w3"], "the best first, so that the page turns them over from the last");
    assert.deepEqual(steps[0].people.map(({ honour, place }) => [honour, place]), [["first", 1], ["second", 2], ["second", 3]]);
    assert.equal(steps[0].honour, undefined);
    assert.equal(items[1].joins, true);

    await prepare2([item("welder", "second", "batch", { batch: 6 }), item("fitter", "second", "batch", { joins: true }), item("welder", "first", "batch", { batch: 6 }), item("fitter", "first", "batch", { joins: true })]);
    ({ steps } = await sheet());
    assert.deepEqual(ids(steps), ["w2 w3 f2 f3", "w1 f1"]);
    assert.deepEqual(steps[1].people.map(({ skill_name }) => skill_name.zh), [skills[0].name.zh, "钳工"]);

    await prepare2([item("welder", "third", "batch", { batch: 8 })]);
    ({ steps } = await sheet());
    assert.deepEqual(steps.map(({ people, part, parts }) => [people.length, part, parts]), [[9, 1, 2], [8, 2, 2]]);
    const wrong = await server.call("POST", `${HERE}/ceremony`, { body: { act: "prepare", items: [item("welder", "first", "one", { joins: true })] } });
    assert.equal(wrong.json.errors[0].pointer, "/items/0/joins");
    assert.equal(wrong.status, 422);
  });

  test("a list with names that the public has seen is closed only with a reason, which the journal keeps; frozen boards are asked nothing", async () => {
    await prepare2([item("welder", "first", "one"), item("fitter", "first", "one")]);
    assert.deepEqual((({ seen, frozen }) => ({ seen, frozen }))(await sheet()), { seen: ["fitter"], frozen: ["welder"] });
    const refused = await server.call("POST", `${HERE}/ceremony`, { body: { act: "close" } });
    isProblem(refused, 409, "ceremony-seen");
    assert.match(refused.json.detail, /钳工/);
    assert.ok(!refused.json.detail.includes(skills[0].name.zh), "of a frozen skill nobody has seen a name");
    assert.equal((await server.call("POST", `${HERE}/ceremony`, { body: { act: "close", reason: "" } })).status, 422);
    await must("ceremony", { act: "close", reason: "现场大屏已经公布" });
    const [entry, body] = (await journalOf(server, "small")).filter(({ head }) => head.kind === "ceremony").map(({ entry: text, body: json }) => [text, JSON.parse(json)]).at(-1);
    assert.deepEqual([body.act, body.reason, entry[0]], ["close", "现场大屏已经公布", "8"]);
  });

  test("boards are not thawed over people who were not on the stage yet, and are after the last step of their skill", async () => {
    const thaw = () => server.call("POST", `${HERE}/freezes`, { body: { act: "thaw", skills: ["welder"] } });
    isProblem(await thaw(), 409, "ceremony-keeps");
    isProblem(await server.call("POST", `${HERE}/freezes`, { body: { act: "thaw" } }), 409, "ceremony-keeps");
    await must("ceremony", { act: "step", to: 1 });
    assert.deepEqual((await sheet()).kept, ["fitter"]);
    await must("ceremony", { act: "step", to: 0 }); // what was shown was shown
    assert.equal((await thaw()).status, 201);
    await must("ceremony", { act: "end" });
    const { people } = (await server.call("GET", `${HERE}/ceremony`, { token: null })).json;
    assert.deepEqual(people.map(({ id, name }) => [id, name]), [["w1", "welder1"], ["f1", "fitter1"]]);
    const { dir } = server;
    await server.stop();
    await promisify(execFile)(BINARY, ["verify", "--data", dir]);
    server = await serve({ dir });
    assert.equal((await server.call("GET", `${HERE}/ceremony`, { token: null })).json.state, "ended");
  });
});
