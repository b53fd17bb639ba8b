// Sign-off by the pages: print, sign in ink, change a mark, the old print is refused, print again, sign, lock, publish.
// The printed pages are A4, numbered, with the code on each; axe-core finds nothing on any page.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { axe, because, definition, practice, prepare, roster, serve, sheetPath, theory } from "./lib.mjs";

const SHOTS = process.env.SHOTS; // a folder to look at
let server;
let browser;
const faults = [];

before(async () => {
  server = await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await server.stop();
  assert.deepEqual(faults, []);
  assert.deepEqual(server.log.filter((line) => /runtime error|Sanitizer/.test(line)), []);
  server.remove();
});

const must = async (method, path, options, status = 201) => {
  const answer = await server.call(method, path, options);
  assert.equal(answer.status, status, answer.raw);
  return answer.json;
};

async function markAll(id, count, tokens) {
  for (let i = 1; i <= count; i++) {
    const who = `c${String(i).padStart(3, "0")}`;
    await must("PUT", sheetPath(who, "w-theory", "K", id), { token: tokens?.["judge-K"], body: theory(String(60 + (i * 7) % 40)) });
    for (const seat of ["J1", "J2", "J3"]) await must("PUT", sheetPath(who, "w-practice", seat, id), { token: tokens?.[`judge-${seat}`], body: practice(String(30 + i % 20), "20") });
  }
}

async function open(path, { width = 1280, height = 800, locale = "zh-CN" } = {}) {
  const page = await (await browser.newContext({ locale, viewport: { width, height } })).newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !/401|404|409|422/.test(message.text()) && faults.push(message.text()));
  await page.goto(server.url + path);
  return page;
}

async function look(page, name) {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

async function signIn(login, tab, options) {
  const page = await open("/console.html", options);
  await page.getByTestId("login").fill(login);
  await page.getByTestId("password").fill("correct horse");
  await page.getByTestId("sign-in").click();
  await page.getByTestId(tab).click();
  return page;
}

const row = (page, role, seat) => page.locator(`[data-testid=signature][data-role=${role}]${seat ? `[data-seat="${seat}"]` : ""}`);
const step = async (page, state) => page.locator(`[data-testid=steps][data-state=${state}]`).waitFor();
const codeOn = async (page) => (await page.locator("[data-testid=leaf] footer strong").first().textContent()).trim();

async function printed(context, address) {
  const page = await context.newPage();
  await page.goto(server.url + address);
  await page.getByTestId("leaf").first().waitFor();
  return page;
}

async function record(page, role, seat, code) {
  await row(page, role, seat).getByTestId("code").fill(code);
  await row(page, role, seat).getByTestId("record").click();
}

describe("in ink", () => {
  test("a clerk and a chief judge bring a skill from marks to a publication", async () => {
    const id = "ink";
    const tokens = await prepare(server, { id, more: { signing: { by: "ink", supervisor: true } } });
    for (const role of ["chief", "clerk"]) await must("POST", "/api/v1/accounts", { body: { login: role, name: `人员${role}`, password: "correct horse", grants: [{ role, competition: id, skills: ["welder"] }] } });
    const chief = await signIn("chief", "tab-signing");
    await chief.getByTestId("gate-check").filter({ hasText: "还差评分表（12）：A1 理论 K" }).waitFor();
    assert.equal(await chief.getByTestId("check").isDisabled(), true);
    await markAll(id, 3, tokens);
    await chief.reload();
    await chief.getByTestId("tab-signing").click();
    await look(chief, "console-open");
    await axe(chief);
    await chief.getByTestId("check").click();
    await chief.getByTestId("confirm").click();
    await step(chief, "checked");

    const clerk = await signIn("clerk", "tab-signing");
    assert.equal(await clerk.getByTestId("lock").count(), 0);
    const old = await printed(clerk.context(), await row(clerk, "judge", "K").getByTestId("print-one").getAttribute("href"));
    const code = await codeOn(old);
    await record(clerk, "judge", "K", code);
    await row(clerk, "judge", "K").and(clerk.locator("[data-state=signed]")).waitFor();
    const { headers } = await server.call("GET", sheetPath("c002", "w-theory", "K", id));
    await must("PUT", sheetPath("c002", "w-theory", "K", id), { token: tokens["judge-K"], body: because(theory("99")), headers: { "If-Match": headers.get("etag") } }, 200);
    await clerk.reload();
    await clerk.getByTestId("tab-signing").click();
    await row(clerk, "judge", "K").and(clerk.locator("[data-state=void]")).filter({ hasText: "签后有改动，已作废" }).waitFor();
    await record(clerk, "judge", "K", code);
    await clerk.getByTestId("problem").filter({ hasText: /打印之后有改动：A2 理论 K（№\d+）。请重新打印后再签/ }).waitFor();
    await look(clerk, "console-outdated");
    await axe(clerk);

    await chief.reload();
    await chief.getByTestId("tab-signing").click();
    await chief.getByTestId("check").click(); // the confirmation was of other marks
    await chief.getByTestId("confirm").click();
    await step(chief, "checked");
    const all = await printed(clerk.context(), await clerk.getByTestId("print-all").getAttribute("href"));
    await all.locator("[data-testid=paper]").nth(4).waitFor();
    const codes = await all.locator("[data-testid=paper]").evaluateAll((papers) => papers.map((paper) => paper.querySelector("footer strong").textContent.trim()));
    assert.equal(codes.length, 5);
    const { json: own } = await server.call("GET", `/api/v1/competitions/${id}/pages?skill=welder&part=w-theory&seat=K`);
    await all.getByText(`${id}:${own.number}:${own.chain.replace(/.{4}(?=.)/g, "$& ")}`).first().waitFor(); // to be typed for verify
    for (const [at, [role, seat]] of [["judge", "K"], ["judge", "J1"], ["judge", "J2"], ["judge", "J3"], ["chief"], ["supervisor"]].entries()) {
      await record(clerk, role, seat, codes[Math.min(at, 4)].toLowerCase());
      await row(clerk, role, seat).and(clerk.locator("[data-state=signed]")).waitFor();
    }
    await row(clerk, "chief").getByTestId("scan").setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 …") });
    await row(clerk, "chief").filter({ hasText: "有扫描件" }).waitFor();

    await chief.reload();
    await chief.getByTestId("tab-signing").click();
    await step(chief, "signed");
    await chief.getByTestId("lock").click();
    await chief.getByTestId("confirm").click();
    await step(chief, "locked");
    for (const [name, size] of [["wide", { width: 1280, height: 800 }], ["tall", { width: 800, height: 1280 }], ["phone", { width: 390, height: 844 }]]) {
      await chief.setViewportSize(size);
      await look(chief, `console-locked-${name}`);
      assert.equal(await chief.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, name);
      await axe(chief);
    }
    const organiser = await open(`/console.html#token=${server.token}`);
    await organiser.getByLabel("赛事", { exact: true }).selectOption(id);
    await organiser.getByTestId("tab-results").click();
    await organiser.getByTestId("publish").click();
    await organiser.getByTestId("publish-confirm").click();
    await organiser.getByRole("status").filter({ hasText: "已公布，回执" }).waitFor();
  });

  test("the results page says why it cannot publish yet", async () => {
    await prepare(server, { id: "why", more: { signing: { by: "ink" } } });
    await markAll("why", 3);
    const organiser = await open(`/console.html#token=${server.token}`);
    await organiser.getByLabel("赛事", { exact: true }).selectOption("why");
    await organiser.getByTestId("tab-results").click();
    await organiser.getByText("✗ 决赛：还缺签字（5）").waitFor();
    assert.equal(await organiser.getByTestId("publish").isDisabled(), true);
  });
});

describe("a locked stage", () => {
  test("one sheet is reopened where it is shown, with a reason, and only that one", async () => {
    const id = "again";
    const tokens = await prepare(server, { id, competitors: 2, more: { signing: { by: "ink" } } });
    await markAll(id, 2, tokens);
    const act = (body) => must("POST", `/api/v1/competitions/${id}/skills/welder/signings`, { body });
    const code = async (query) => (await must("GET", `/api/v1/competitions/${id}/pages?skill=welder&${new URLSearchParams(query)}`, {}, 200)).code;
    await act({ act: "check", stage: "final" });
    for (const [part, seat] of [["w-theory", "K"], ["w-practice", "J1"], ["w-practice", "J2"], ["w-practice", "J3"]]) await act({ act: "sign", part, seat, role: "judge", code: await code({ part, seat }) });
    await act({ act: "sign", stage: "final", role: "chief", code: await code({ stage: "final" }) });
    await act({ act: "lock", stage: "final" });
    await must("POST", "/api/v1/accounts", { body: { login: "again", name: "裁判长", password: "correct horse", grants: [{ role: "chief", competition: id, skills: ["welder"] }] } });

    const chief = await signIn("again", "tab-progress");
    await chief.locator('[data-testid=cell][data-competitor=c001][data-seat=K]').click();
    await chief.getByTestId("sheet-reopen").waitFor();
    assert.equal(await chief.getByTestId("sheet-reopen").isDisabled(), true); // no reason yet
    await axe(chief);
    await look(chief, "console-reopen");
    await chief.getByTestId("sheet-reason").fill("抄分有误");
    await chief.getByTestId("sheet-reopen").click();
    await chief.getByTestId("sheet-reopened").waitFor();
    const change = async (who) => {
      const at = sheetPath(who, "w-theory", "K", id);
      const { headers } = await server.call("GET", at);
      return server.call("PUT", at, { token: tokens["judge-K"], body: because(theory("70")), headers: { "If-Match": headers.get("etag") } });
    };
    assert.deepEqual([(await change("c002")).status, (await change("c001")).status], [409, 200]);
  });
});

describe("the printed pages", () => {
  test("of 60 people with long names stand on A4, each with head, code, QR and its number, and nothing is cut off", async () => {
    const id = "long";
    const whole = definition(id, { signing: { by: "ink", supervisor: true } });
    const aspects = ["操作规范", "焊缝外观质量", "尺寸精度与公差", "设备使用与维护保养", "安全文明生产", "时间控制", "工艺合理性", "材料利用率"];
    whole.skills[0].stages[0].modules[1].parts[0].aspects = aspects.map((zh, at) => ({ id: `a${at}`, name: { zh }, min: "0", max: "12.5", step: "0.5" }));
    await must("POST", "/api/v1/competitions", { body: whole });
    const people = roster(60);
    people[3].name = "阿卜杜热合曼·买买提依明·努尔艾合买提江·托合提";
    people[7].delegation = "某某省电力公司某某供电分公司变电检修工区工会委员会";
    await must("POST", `/api/v1/competitions/${id}/roster`, { body: { competitors: people } });
    for (const [at, who] of people.entries()) {
      await must("PUT", sheetPath(who.id, "w-theory", "K", id), { body: theory(String(60 + (at * 7) % 40)) });
      await must("PUT", sheetPath(who.id, "w-practice", "J2", id), { body: { marks: aspects.map((_, k) => ({ aspect: `a${k}`, value: String(5 + ((at * 3 + k * 5) % 15) / 2) })) } });
    }
    const page = await open(`/console.html#token=${server.token}`);
    for (const [query, title, size] of [["stage=final", "成绩单", [210, 297]], ["part=w-practice&seat=J2", "评分汇总表", [297, 210]], ["part=w-theory&seat=K", "评分汇总表", [210, 297]]]) {
      const paper = await printed(page.context(), `/print.html?c=${id}&skill=welder&${query}`);
      const leaves = await paper.getByTestId("leaf").evaluateAll((all) => all.map((leaf) => {
        const body = leaf.querySelector(".body");
        const inside = [...leaf.querySelectorAll("th, td, .tail, footer, h1")].every((each) => {
          const [outer, inner] = [leaf.getBoundingClientRect(), each.getBoundingClientRect()];
          return inner.right <= outer.right && inner.bottom <= outer.bottom && each.scrollWidth <= each.clientWidth + 1;
        });
        return { inside, fits: body.scrollHeight <= body.clientHeight + 1, head: leaf.querySelector("h1").textContent, code: leaf.querySelector("footer strong").textContent,
          qr: leaf.querySelectorAll("header svg").length, count: leaf.querySelector(".count").textContent, rows: leaf.querySelectorAll("tbody tr").length, signs: leaf.querySelectorAll(".tail").length };
      }));
      assert.equal(leaves.reduce((sum, leaf) => sum + leaf.rows, 0), 60);
      assert.ok(leaves.length >= 2, query);
      leaves.forEach((leaf, at) => assert.deepEqual({ ...leaf, rows: 0 }, { inside: true, fits: true, head: title, code: leaves[0].code, qr: 1, count: `第 ${at + 1} 页 共 ${leaves.length} 页`, rows: 0, signs: at + 1 === leaves.length ? 1 : 0 }));
      const pdf = (await paper.pdf({ preferCSSPageSize: true })).toString("latin1");
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [Math.round(w / 72 * 25.4), Math.round(h / 72 * 25.4)]);
      assert.deepEqual(boxes, leaves.map(() => size));
      await axe(paper);
      await look(paper, `print-${query.slice(0, 8)}`);
      await paper.close();
    }
  });
});
