// Several tablets and the chief judge's page in real browsers: cards that are turned together, a second look, a panel that is sent
// back, a call, a substitute, trial marking. Every state is free of axe-core's violations in light, dark and high contrast.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { axe, definition, roster, sheetPath } from "./lib.mjs";
import { launch, serveSite } from "./site.mjs";

const C = "tablets";
const base = `/api/v1/competitions/${C}`;
const SEATS = ["J1", "J2", "J3"];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function start(t) {
  const server = await serveSite();
  t.after(async () => {
    await server.kill();
    server.remove();
  });
  const must = async (method, path, options) => {
    const answer = await server.call(method, path, options);
    assert.equal(answer.status, 201, answer.raw);
    return answer.json;
  };
  const rules = definition(C);
  const [skill] = rules.skills;
  skill.id = "s";
  skill.tie_break = [];
  const part = (id, name, more) => ({ id, name, seats: SEATS, ...more, aspects: [
    { id: "look", name: { zh: "外观", en: "Looks" }, min: "0", max: "60", step: "0.5" }, { id: "safe", name: { zh: "安全", en: "Safety" }, min: "0", max: "40", step: "0.5" }] });
  skill.stages[0].modules = [{ id: "m", name: { zh: "实操", en: "Practice" }, parts: [
    part("p", { zh: "焊接外观", en: "Weld" }, { turn: "all_in", variance: { by: "range", limit: "20", do: "hold" } }),
    part("t", { zh: "文明生产", en: "Order" }, { trial: { samples: 2, needed: true } })] }];
  await must("POST", "/api/v1/competitions", { body: rules });
  await must("POST", `${base}/roster`, { body: { competitors: roster(3, "s") } });
  const judges = [...SEATS.map((seat) => ({ id: `j-${seat}`, name: `裁判${seat}`, seats: [{ skill: "s", seat }] })), { id: "spare", name: "替补裁判", seats: [] }];
  const tokens = Object.fromEntries((await must("POST", `${base}/judges`, { body: { judges } })).judges.map(({ id, token }) => [id.replace("j-", ""), token]));
  return { server, tokens, must };
}

async function context(t, { theme = "light", viewport = { width: 1280, height: 800 } } = {}) {
  const made = await browser.newContext({ viewport, locale: "zh-CN" });
  const faults = [];
  made.on("page", (page) => page.on("pageerror", (error) => faults.push(error.message)));
  t.after(async () => {
    await made.close();
    assert.deepEqual(faults, []);
  });
  await made.addInitScript((look) => location.protocol === "about:" || localStorage.setItem("jinbang.judge.look", JSON.stringify(Object.fromEntries(["j-J1/J1", "j-J2/J2", "j-J3/J3", "spare/J3"].map((seat) => [seat, { theme: look }])))), theme);
  return made;
}

async function tablet(t, { server, tokens }, seat, place, options) {
  const page = await (await context(t, options)).newPage();
  await page.goto(`${server.url}/judge.html?c=${C}#token=${tokens[seat]}`);
  await page.locator("[data-testid=task]").first().waitFor();
  if (place) await openPlace(page, place);
  return page;
}

async function openPlace(page, [part, seat, who]) {
  await page.locator("main select").selectOption(`${part}/${seat}`);
  if (who) await page.locator(`[data-testid=task][data-competitor=${who}]`).click();
}

async function chief(t, { server }, options) {
  const page = await (await context(t, options)).newPage();
  await page.goto(`${server.url}/console.html#token=${server.token}`);
  await page.getByTestId("tab-panels").click();
  await page.locator("[data-testid=panel-row]").first().waitFor();
  return page;
}

const figure = (page, id) => page.locator(`[id="field-${id}"]`);
async function seal(page, look, safe, button = "seal", done = "[data-testid=sealed][data-green=true]") {
  await figure(page, "look").fill(look);
  await figure(page, "safe").fill(safe);
  await page.getByTestId(button).click();
  const anyway = page.getByTestId("seal-anyway");
  await anyway.or(page.locator(done)).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await page.locator(done).waitFor();
}

const rowOf = (page, who) => page.locator(`[data-testid=panel-row][data-competitor=${who}]`);
const cellOf = (page, who, seat) => rowOf(page, who).locator(`[data-seat=${seat}]`);
async function act(page, what, reason) {
  const field = page.getByTestId(`reason-${what}`);
  if (!(await field.isVisible())) await page.locator("summary").filter({ has: page.locator(":scope") }).filter({ hasText: what === "void" ? "作废" : "" }).first().click();
  await field.fill(reason);
  await page.getByTestId(`do-${what}`).click();
}

for (const theme of ["light", "dark", "contrast"]) {
  describe(`in ${theme} colours`, () => {
    test("three tablets seal, the cards turn together, the chief asks one for a second look, and the answer comes back", async (t) => {
      const all = await start(t);
      const [one, two, three] = await Promise.all(SEATS.map((seat) => tablet(t, all, seat, ["p", seat, "c001"], { theme })));
      const desk = await chief(t, all);
      await seal(one, "50", "35");
      await one.getByTestId("cards-closed").waitFor();
      await axe(one, `${theme} closed`);
      await seal(two, "48", "34");
      await one.getByTestId("cards-closed").waitFor();
      await desk.locator("[data-testid=panel-row][data-competitor=c001][data-state=closed]").waitFor();
      await axe(desk, `${theme} chief`);
      await seal(three, "36", "36");
      for (const page of [one, two, three]) {
        await page.getByTestId("cards-turned").waitFor();
        assert.match(await page.getByTestId("cards-turned").innerText(), /J1[\s\S]*50[\s\S]*48[\s\S]*36[\s\S]*85[\s\S]*82[\s\S]*72/);
        assert.equal(await page.getByTestId("amend").count(), 0);
      }
      await axe(one, `${theme} turned`);
      await desk.locator("[data-testid=panel-row][data-competitor=c001][data-state=complete]").waitFor();
      assert.match(await cellOf(desk, "c001", "J3").innerText(), /▲ 72/);
      await cellOf(desk, "c001", "J3").click();
      await axe(desk, `${theme} sheet`);
      await act(desk, "look", "请再看 2 号焊缝");
      await desk.locator("[data-testid=look][data-state=open]").waitFor();
      await three.getByTestId("second-look").waitFor();
      assert.match(await three.getByTestId("second-look").innerText(), /请再看 2 号焊缝/);
      assert.equal(await one.getByTestId("second-look").count(), 0);
      await axe(three, `${theme} look`);
      await three.getByTestId("look-again").click();
      await figure(three, "look").fill("46");
      await three.getByTestId("seal").click();
      assert.match(await three.getByTestId("said").innerText(), /为什么改分/);
      await axe(three, `${theme} reason`);
      await three.getByTestId("reason").fill("漏看背面");
      await three.getByTestId("seal").click();
      await three.getByTestId("look-answered").waitFor();
      await desk.locator("[data-testid=look][data-state=changed]").waitFor();
      assert.match(await desk.getByTestId("attempts").innerText(), /外观 36[\s\S]*漏看背面/);
      await axe(desk, `${theme} attempts`);
    });
  });
}

test("a panel that is apart is told so on every tablet; the chief sends it back, and all mark anew with closed cards", async (t) => {
  const all = await start(t);
  const [one, two, three] = await Promise.all(SEATS.map((seat) => tablet(t, all, seat, ["p", seat, "c001"])));
  const desk = await chief(t, all);
  await seal(one, "55", "38");
  await seal(two, "50", "36");
  await seal(three, "30", "30");
  for (const page of [one, two, three]) {
    const held = page.getByTestId("held");
    await held.waitFor();
    assert.match(await held.innerText(), /相差不超过 20/);
    assert.doesNotMatch(await held.innerText(), /J3|93|60/);
  }
  await axe(three, "held");
  await desk.locator("[data-testid=panel-row][data-competitor=c001][data-state=held]").getByTestId("panel-open").click();
  await axe(desk, "held chief");
  await act(desk, "return", "全组重看录像第 3 段");
  for (const page of [one, two, three]) {
    await page.getByTestId("sent-back").waitFor();
    assert.match(await page.getByTestId("sent-back").innerText(), /全组重看录像第 3 段/);
    await figure(page, "look").waitFor();
    assert.equal(await figure(page, "look").inputValue(), "");
  }
  await axe(one, "sent back");
  await seal(one, "50", "36");
  await one.getByTestId("cards-closed").waitFor();
  assert.equal(await one.getByTestId("cards-turned").count(), 0);
  await seal(two, "49", "36");
  await seal(three, "46", "34");
  await one.getByTestId("cards-turned").waitFor();
  await cellOf(desk, "c001", "J3").click();
  assert.match(await desk.getByTestId("attempts").innerText(), /外观 30[\s\S]*全组退回重评[\s\S]*录像/);
});

test("a judge calls from his sheet: the console shows a badge on every page, and the answer comes to the tablet", async (t) => {
  const all = await start(t);
  const one = await tablet(t, all, "J1", ["p", "J1", "c002"]);
  const desk = await chief(t, all);
  await desk.getByTestId("tab-roster").click();
  await one.getByTestId("call-chief").click();
  await axe(one, "calling");
  await one.getByTestId("call-aspect").selectOption("safe");
  await one.getByTestId("call-words").fill("工位旁没有灭火毯");
  await one.getByTestId("call-send").click();
  await one.locator("[data-testid=my-call][data-state=open]").waitFor();
  await desk.getByTestId("calls-badge").waitFor();
  await axe(desk, "badge");
  await desk.getByTestId("tab-panels").click();
  await desk.locator("[data-testid=call][data-state=open]").waitFor();
  assert.match(await desk.locator("[data-testid=call]").innerText(), /裁判J1 · A2 · 焊接外观 · 安全 · J1[\s\S]*灭火毯/);
  await axe(desk, "call");
  await act(desk, "answer", "已补上，继续评分");
  const answered = one.locator("[data-testid=my-call][data-state=answered]");
  await answered.waitFor();
  assert.match(await answered.innerText(), /已补上，继续评分/);
  await desk.getByTestId("calls-badge").waitFor({ state: "detached" });
  await axe(one, "answered");
});

test("a call in the first seconds of the page, when only its first question for news has been asked, arrives", async (t) => {
  const all = await start(t);
  const page = await (await context(t)).newPage();
  await page.addInitScript(() => {
    const { setInterval } = window;
    window.setInterval = (run, ms, ...more) => (ms === 4_000 ? 0 : setInterval(run, ms, ...more));
  });
  await page.goto(`${all.server.url}/judge.html?c=${C}#token=${all.tokens.J1}`);
  await page.locator("[data-testid=task]").first().waitFor();
  await openPlace(page, ["p", "J1", "c002"]);
  await page.getByTestId("call-chief").click();
  await page.getByTestId("call-words").fill("工位旁没有灭火毯");
  await page.getByTestId("call-send").click();
  await page.locator("[data-testid=my-call][data-state=open]").waitFor();
});

test("trial marking: TRIAL across the page, the seat opens after one, and the benchmark is pinned to its card", async (t) => {
  const all = await start(t);
  const one = await tablet(t, all, "J1", ["t", "J1", "c001"]);
  const desk = await chief(t, all);
  await figure(one, "look").waitFor();
  await figure(one, "look").fill("40");
  await figure(one, "safe").fill("30");
  await one.getByTestId("seal").click();
  const refused = one.getByTestId("refused");
  await one.getByTestId("seal-anyway").or(refused).first().waitFor();
  if (await one.getByTestId("seal-anyway").isVisible()) await one.getByTestId("seal-anyway").click();
  await refused.waitFor();
  assert.match(await refused.innerText(), /试评/);
  await one.locator("[data-testid=trial][data-sample='1']").click();
  assert.match(await one.getByTestId("trial-page").innerText(), /TRIAL 试评/);
  await axe(one, "trial");
  await seal(one, "44", "33", "seal", "[data-testid=trial-sealed]");
  await axe(one, "trial sealed");
  await desk.getByTestId("part-t").click();
  await desk.getByTestId("trials").waitFor();
  await desk.getByTestId("benchmark-value-look").fill("45");
  await desk.getByTestId("benchmark-words-look").fill("焊缝均匀，无咬边");
  await desk.getByTestId("pin").click();
  await desk.getByTestId("pinned").waitFor();
  await axe(desk, "trials chief");
  await one.getByTestId("trial-done").click();
  await openPlace(one, ["t", "J1", "c002"]);
  await one.getByTestId("benchmark").waitFor();
  assert.match(await one.getByTestId("benchmark").innerText(), /45[\s\S]*焊缝均匀/);
  await axe(one, "benchmark");
  await seal(one, "40", "30");
  const sheet = (await all.server.call("GET", sheetPath("c002", "t", "J1", C), { token: all.tokens.J1 })).json;
  assert.equal(sheet.body.marks[0].value, "40");
});

test("a substitute takes a seat over in the console, his tablet marks at once, and whoever sat there is told what was not sent", async (t) => {
  const all = await start(t);
  const left = await tablet(t, all, "J3", ["p", "J3", "c002"]);
  await left.context().setOffline(true);
  await seal(left, "40", "30", "seal", "[data-testid=sealed]");
  const desk = await chief(t, all);
  await desk.locator("[data-testid=panel-judge][data-seat=J3]").getByTestId("substitute").click();
  await desk.getByTestId("substitute-to").selectOption("spare");
  await axe(desk, "substitute");
  await act(desk, "substitute", "J3 身体不适");
  await desk.getByTestId("substituted").waitFor();
  assert.match(await desk.locator("[data-testid=panel-judge][data-seat=J3]").innerText(), /替补裁判/);
  await left.context().setOffline(false);
  const stranded = left.getByTestId("stranded");
  await stranded.getByText("裁判J3").waitFor();
  assert.match(await stranded.innerText(), /没有发送[\s\S]*选手2/);
  await left.getByTestId("tab-receipts").click();
  await axe(left, "stranded");
  const spare = await tablet(t, all, "spare", ["p", "J3", "c001"]);
  await seal(spare, "45", "30");
  await cellOf(desk, "c001", "J3").filter({ hasText: "75" }).waitFor();
});
