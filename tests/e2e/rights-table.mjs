// Who may come to which counter: ten roles, each in its own skill and in another one.
export const HERE = "/api/v1/competitions/*";
export const ROLES = ["organiser", "chief", "judge", "technical", "clerk", "supervisor", "arbiter", "presenter", "display", "public"];
export const NARROWED = ["chief", "clerk", "supervisor", "arbiter", "presenter", "display"];
export const VISITORS = [...ROLES.map((role) => [role, role]), ...NARROWED.map((role) => [`${role} at a venue`, role])];
const all = ROLES.join(" ");
const readers = "organiser chief judge technical clerk supervisor arbiter";
const writers = "organiser judge technical clerk";
const jury = "organiser chief supervisor";
export const seated = "organiser judge technical";
const overseers = "organiser chief supervisor arbiter";

// method, route, who may in his own skill, who may in another skill (only where the counter is about a skill or a seat), a request
// for skill s that changes nothing.
export const TABLE = [
  ["GET", "/livez", all], ["GET", "/readyz", all], ["GET", "/metrics", all], ["GET", "/api/v1", all],
  ["GET", "/api/v1/access", all], ["GET", "/api/v1/competitions", all],
  ["GET", "/api/v1/trust", all], ["GET", "/jinbang-ca.crt", all], ["GET", "/jinbang.mobileconfig", all],
  ["GET", "/api/v1/live", all],
  ["POST", "/api/v1/competitions", "organiser", null, () => ({ body: {} })],
  ["POST", "/api/v1/session", all, null, () => ({ body: {} })],
  ["DELETE", "/api/v1/session", all, null, () => null], // ends the very token that is tried: see signin.test.mjs
  ["POST", "/api/v1/password", all, null, () => null], // for accounts alone: the same
  ["POST", "/api/v1/pairings", all, null, () => ({ body: {} })],
  ["POST", "/api/v1/cards/claim", all, null, () => ({ body: {} })],
  ["POST", "/api/v1/cards/pin", all, null, () => ({ body: {} })],
  ["GET", "/api/v1/screen", all, null, () => null], ["POST", "/api/v1/screen", all, null, () => null], // for screens alone: screens.test.mjs
  ["POST", "/api/v1/beat", all, null, () => null], // for devices alone: below
  ["PUT", "/api/v1/key", all, null, () => null], // for devices alone: signer.test.mjs
  ["GET", "/api/v1/accounts", "organiser"],
  ["POST", "/api/v1/accounts", "organiser", null, () => ({ body: {} })],
  ["PATCH", "/api/v1/accounts/*", "organiser", null, () => ({ words: ["none"], body: {} })],
  ["DELETE", "/api/v1/accounts/*", "organiser", null, () => ({ words: ["none"] })],
  ["GET", HERE, all], ["GET", `${HERE}/access`, all],
  ["GET", `${HERE}/rules`, overseers],
  ["PUT", `${HERE}/rules`, "organiser", null, () => ({ body: {} })],
  ["GET", `${HERE}/journal`, "organiser"],
  ["GET", `${HERE}/roster`, all],
  ["GET", "/api/v1/fonts.css", all], ["GET", "/api/v1/fonts/*", all, null, () => ({ words: ["0".repeat(32)] })], ["GET", `${HERE}/fonts.css`, all],
  ["GET", `${HERE}/letters`, "organiser clerk"],
  ["POST", `${HERE}/roster`, "organiser", null, () => ({ body: {} })],
  ["PATCH", `${HERE}/people/*`, "organiser", null, () => ({ words: ["nobody"], body: {} })],
  ["GET", `${HERE}/check-in`, "organiser clerk", "organiser", (s) => ({ query: `skill=${s}` })],
  ["POST", `${HERE}/check-in`, "organiser clerk", "organiser", (s) => ({ body: { competitor: `${s}-1`, state: "expected" } })],
  ["POST", `${HERE}/check-in/find`, "organiser clerk", "organiser", (s) => ({ body: { last_four: "0000", skill: s } })],
  ["GET", `${HERE}/codes`, "organiser chief supervisor clerk"],
  ["POST", `${HERE}/codes/*/*/cards`, "organiser clerk supervisor", "organiser", (s) => ({ words: [s, "entry"], body: {} })],
  ["POST", `${HERE}/codes/*/*/table`, "organiser clerk supervisor", "organiser", (s) => ({ words: [s, "entry"], body: {} })],
  ["POST", `${HERE}/codes/*/*/opening`, jury, "organiser", (s) => ({ words: [s, "entry"], body: {} })],
  ["GET", `${HERE}/recusals`, jury],
  ["POST", `${HERE}/recusals`, "organiser chief", "organiser", (s) => ({ body: { judge: "nobody", competitors: [`${s}-1`], why: "other" } })],
  ["GET", `${HERE}/recusals/*/person`, "organiser chief", null, () => ({ words: ["1"] })],
  // Of who sits there, for himself alone: nobody declares for him.
  ["GET", `${HERE}/recusals/own`, "judge technical"],
  ["POST", `${HERE}/recusals/own`, "judge technical", "nobody", (s) => ({ body: { competitors: [s === "welder" ? "nobody" : `${s}-1`], why: "other" } })],
  ["GET", `${HERE}/draws`, all],
  ["POST", `${HERE}/draws/*/commitment`, "organiser clerk", "organiser", (s) => ({ words: [s], body: {} })],
  ["POST", `${HERE}/draws/*/opening`, "organiser clerk", "organiser", (s) => ({ words: [s], body: {} })],
  ["POST", `${HERE}/draws/*/table`, "organiser clerk", "organiser", (s) => ({ words: [s], body: {} })],
  ["GET", `${HERE}/judges`, `${jury} clerk`],
  ["POST", `${HERE}/judges`, "organiser", null, () => ({ body: {} })],
  ["POST", `${HERE}/judges/*/link`, "organiser chief", "organiser", (s) => ({ words: [s === "welder" ? "j-k" : "j-f"], body: {} })],
  ["DELETE", `${HERE}/judges/*/link`, "organiser chief", "organiser", (s) => ({ words: [s === "welder" ? "j-k" : "j-f"] })],
  ["GET", `${HERE}/sheets`, readers],
  ["POST", `${HERE}/sheets`, writers, null, () => ({ body: {} })],
  ["GET", `${HERE}/sheets/*/*/*`, readers, "organiser", (s, role) => ({ words: sheet(s, role) })],
  ["PUT", `${HERE}/sheets/*/*/*`, writers, "organiser", (s, role) => ({ words: sheet(s, role), body: {} })],
  ["POST", `${HERE}/handovers`, writers, null, () => ({ body: {} })],
  // A seat's own alone: the organiser has no part in it.
  ["GET", `${HERE}/drafts`, "judge technical"],
  ["PUT", `${HERE}/drafts/*/*/*`, "judge technical", "nobody", (s, role) => ({ words: sheet(s, role), body: {} })],
  ["DELETE", `${HERE}/drafts/*/*/*`, "judge technical", "nobody", (s, role) => ({ words: sheet(s, role) })],
  ["PUT", `${HERE}/desks/*`, "judge technical", "nobody", (s, role) => ({ words: [s === "fitter" ? "j-f" : role === "technical" ? "j-t" : "j-k"], body: {} })],
  ["GET", `${HERE}/desks/*/look`, "judge technical", "nobody", (s, role) => ({ words: [s === "fitter" ? "j-f" : role === "technical" ? "j-t" : "j-k"] })],
  ["PUT", `${HERE}/desks/*/look`, "judge technical", "nobody", (s, role) => ({ words: [s === "fitter" ? "j-f" : role === "technical" ? "j-t" : "j-k"], body: {} })],
  ["GET", `${HERE}/rulings`, overseers],
  ["POST", `${HERE}/rulings`, "organiser chief", "organiser", (s) => ({ body: { ruling: "status", competitor: `${s}-1`, status: "running", reason: "x" } })],
  ["POST", `${HERE}/bulk`, "organiser judge clerk", "organiser", (s) => ({ body: { part: `${s}-theory`, seat: "K", aspect: "t", rows: [["nobody", "1"]] } })],
  ["GET", `${HERE}/honours`, overseers, "organiser", (s) => ({ query: `skill=${s}` })],
  ["GET", `${HERE}/teams/*`, all, all, () => ({ words: ["none"] })],
  ["GET", `${HERE}/fields/*`, jury, "organiser", (s) => ({ words: ["final"], query: `skill=${s}` })],
  ["GET", `${HERE}/explanations/*`, overseers, "organiser", (s) => ({ words: [`${s}-1`] })],
  ["GET", `${HERE}/scoreboard`, all, all, (s) => ({ query: `skill=${s}` })],
  ["GET", `${HERE}/boards`, all, all, (s) => ({ query: `tiles=${s}/final/top12` })],
  ["GET", `${HERE}/find`, all, all, () => ({ query: "q=1" })],
  ["GET", `${HERE}/competitors/*/course`, all, all, (s) => ({ words: [`${s}-1`], query: `skill=${s}` })],
  ["GET", `${HERE}/photos`, all],
  ["POST", `${HERE}/photos`, "organiser presenter", null, () => ({ body: {} })], // no picture
  ["GET", `${HERE}/photos/*`, all, null, () => ({ words: ["none"] })],
  ["PATCH", `${HERE}/photos/*`, "organiser presenter", null, () => ({ words: ["none"], body: {} })],
  ["DELETE", `${HERE}/photos/*`, "organiser presenter", null, () => ({ words: ["none"] })],
  ["GET", `${HERE}/ceremony`, all],
  ["GET", `${HERE}/ceremony/sheet`, "organiser presenter"],
  ["POST", `${HERE}/ceremony`, "organiser presenter", null, () => ({ body: {} })],
  ["GET", `${HERE}/freezes`, jury],
  ["POST", `${HERE}/freezes`, "organiser", null, () => ({ body: {} })],
  ["GET", `${HERE}/devices`, "organiser chief"],
  ["POST", `${HERE}/devices`, "organiser chief", "organiser", (s) => ({ body: { grants: [{ role: "display", skills: [s] }] } })],
  ["DELETE", `${HERE}/devices/*`, "organiser chief", null, () => ({ words: ["none"] })],
  ["PUT", `${HERE}/devices/*/grants`, "organiser chief", null, () => ({ words: ["none"], body: {} })],
  ["GET", `${HERE}/screens`, "organiser presenter"],
  ["POST", `${HERE}/screens`, "organiser presenter", "organiser", (s) => ({ body: { screens: [{ id: "none", scene: { kind: "board", skill: s } }] } })],
  ["POST", `${HERE}/pairings/*/claim`, "organiser chief", "organiser", (s) => ({ words: ["2222-2222"], body: { grants: [{ role: "clerk", skills: [s] }] } })],
  ["GET", `${HERE}/cards`, "organiser chief"],
  ["POST", `${HERE}/cards`, "organiser chief", "organiser", (s) => ({ body: { judge: s === "welder" ? "j-k" : "j-f" } })],
  ["DELETE", `${HERE}/cards/*`, "organiser chief", null, () => ({ words: ["none"] })],
  ["GET", `${HERE}/sessions`, all],
  ["PUT", `${HERE}/sessions/*`, "organiser chief", "organiser", (s) => ({ words: [s], body: { open: false } })],
  ["GET", `${HERE}/panels/mine`, "organiser judge technical"],
  ["GET", `${HERE}/panels`, jury, "organiser", (s) => ({ query: `skill=${s}` })],
  ["POST", `${HERE}/panels/looks`, "organiser chief", "organiser", (s) => ({ body: { part: `${s}-theory`, competitor: `${s}-1`, seat: "K", reason: "x" } })],
  ["POST", `${HERE}/panels/confirmations`, seated, "organiser", (s, role) => ({ body: { part: sheet(s, role)[0], competitor: `${s}-1`, seat: sheet(s, role)[2] } })],
  ["POST", `${HERE}/panels/substitutions`, "organiser chief", "organiser", (s) => ({ body: { skill: s, seat: "none", to: s === "welder" ? "j-k" : "j-f", reason: "x" } })],
  ["POST", `${HERE}/panels/absences`, "organiser chief", "organiser", (s) => ({ body: { part: `${s}-theory`, seat: "K", judge: s === "welder" ? "j-k" : "j-f", absent: true, reason: "x" } })],
  ["GET", `${HERE}/shifts`, "organiser chief supervisor"],
  ["POST", `${HERE}/shifts`, seated, null, () => null], // for a tablet that both sit at: shift.test.mjs
  ["GET", `${HERE}/calls`, "organiser chief judge technical supervisor"],
  ["POST", `${HERE}/calls`, seated, "organiser", (s, role) => ({ body: { part: sheet(s, role)[0], seat: sheet(s, role)[2], words: "x" } })],
  ["POST", `${HERE}/calls/answers`, "organiser chief", null, () => ({ body: { call: 1, words: "x" } })],
  ["POST", `${HERE}/trials`, seated, "organiser", (s, role) => ({ body: { part: sheet(s, role)[0], seat: sheet(s, role)[2], sample: 1, sheet: {} } })],
  ["POST", `${HERE}/trials/benchmarks`, "organiser chief", "organiser", (s) => ({ body: { part: `${s}-theory`, marks: [] } })],
  ["GET", `${HERE}/progress`, jury, "organiser", (s) => ({ query: `skill=${s}` })],
  ["GET", `${HERE}/export/final.csv`, "organiser", "organiser", (s) => ({ query: `draft=1&skill=${s}` })],
  ["GET", `${HERE}/export/final.json`, "organiser", "organiser", (s) => ({ query: `draft=1&skill=${s}` })],
  ["POST", `${HERE}/skills/*/publication`, "organiser", "organiser", (s) => ({ words: [s], body: { no: 1 } })],
  ["GET", `${HERE}/gates`, `${overseers} clerk`, "organiser", (s) => ({ query: `skill=${s}` })],
  ["GET", `${HERE}/checks`, "organiser chief clerk supervisor", "organiser", (s) => ({ query: `skill=${s}` })],
  ["GET", `${HERE}/pages`, readers, "organiser", (s, role) => ({ query: `skill=${s}&part=${sheet(s, role)[0]}&seat=${sheet(s, role)[2]}` })],
  ["POST", `${HERE}/skills/*/signings`, "organiser chief clerk supervisor judge technical", "organiser", (s, role) => ({ words: [s], body: signature(s, role) })],
  ["POST", `${HERE}/skills/*/signings/*/scan`, "organiser chief clerk", "organiser", (s) => ({ words: [s, "1"], body: {} })],
  ["GET", `${HERE}/skills/*/signings/*/scan`, `${overseers} clerk`, "organiser", (s) => ({ words: [s, "1"] })],
  ["GET", `${HERE}/skills/*/signings/*/drawing`, `${overseers} clerk`, "organiser", (s) => ({ words: [s, "1"] })],
];

// Each role asks for what is its own: a seat draws its name, the supervisor hers, all others record one in ink.
export const drawn = { typed: "某某" };
function signature(s, role) {
  const [part, , seat] = sheet(s, role);
  if (role === "judge" || role === "technical") return { act: "sign", part, seat, role: "judge", drawing: drawn };
  return { act: "sign", stage: "final", role: "supervisor", ...(role === "supervisor" ? { drawing: drawn } : { code: "2222" }) };
}

export const sheet = (s, role) => [role === "technical" ? `${s}-practice` : `${s}-theory`, `${s}-1`, role === "technical" ? "T" : "K"];
export const isSeated = (role) => role === "judge" || role === "technical";
