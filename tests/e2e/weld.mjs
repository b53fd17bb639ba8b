// A small welding contest whose one sheet has every kind of field, for tests of those who see the pages for the first time.
const LEVELS = ["低于标准", "达到标准", "部分超过", "优秀"].map((zh) => ({ zh }));
const aspect = (id, zh, more) => ({ id, name: { zh }, ...more });
const ASPECTS = [
  aspect("seam", "焊缝外观", { input: "deduction", full: "20", faults: [
    { id: "undercut", name: { zh: "咬边" }, unit: { zh: "毫米" }, each: "5", amount: "2", most: "8" }, { id: "pore", name: { zh: "气孔" }, amount: "1" },
    { id: "slag", name: { zh: "夹渣" }, amount: "2" }, { id: "crack", name: { zh: "裂纹" }, lost: true }] }),
  aspect("shape", "焊缝成形", { input: "judgement", full: "6", rounding: { places: 2 }, levels: LEVELS }),
  aspect("root", "背面焊透", { input: "pass_fail", full: "5" }),
  aspect("height", "余高", { input: "ranged", full: "8", min: "0", max: "10", step: "0.1", bands: [{ from: "0", to: "3", points: "8" }, { from: "3", to: "4", deduct: "50%" }] }),
  aspect("time", "用时", { input: "ranged", full: "10", min: "0", max: "120", step: "0.1", bands: [{ from: "0", to: "60", points: "10" }] }),
];
export const RULES = {
  format: "jinbang-competition/1", id: "weld", name: { zh: "焊接大赛" }, fictional: true,
  skills: [{ id: "welder", name: { zh: "焊工" }, exposure: { before: "code" }, stages: [{ id: "final", name: { zh: "决赛" }, modules: [
    { id: "practice", name: { zh: "实操" }, parts: [{ id: "plate", name: { zh: "板对接立焊" }, seats: ["J1"], aspects: ASPECTS }] }] }] }],
};
