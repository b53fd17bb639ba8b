import { chromium } from "playwright-core";
const [,, name, list] = process.argv;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const S = { d: [1280,800], p: [390,844], w: [1920,1080], u: [2560,1080], k:[3840,2160], t:[1366,768], pl:[844,390] };
for (const item of JSON.parse(list)) {
  const [id, url, size, lang = "zh-CN", acts = []] = item;
  const [width, height] = S[size];
  const c = await b.newContext({ viewport: { width, height }, locale: lang });
  const p = await c.newPage();
  p.on("console", m => m.type() === "error" && console.log(id, "CONSOLE", m.text()));
  p.on("pageerror", e => console.log(id, "PAGEERR", e.message));
  await p.goto((process.env.BASE ?? "http://127.0.0.1:18181") + url);
  await p.waitForTimeout(1500);
  for (const a of acts) { try { await eval(`(async()=>{${a}})()`); await p.waitForTimeout(400); } catch (e) { console.log(id, "ACT", a, e.message.split("\n").slice(0,3).join(" ")); } }
  const o = await p.evaluate(() => ({ sw: document.documentElement.scrollWidth, iw: innerWidth, lang: document.documentElement.lang, cut: [...document.querySelectorAll(".fit")].filter(e => e.scrollWidth > e.clientWidth + 1 || e.offsetHeight > e.parentElement.clientHeight + 1).map(e => e.textContent.trim()) }));
  console.log(id, JSON.stringify(o));
  await p.screenshot({ path: `/tmp/shots/${name}-${id}.png` });
  await c.close();
}
await b.close();
