#include "wire/problem_reasons.h"

static const struct problem_reasons table[] = {
    // types
    {"type-object", {"这里应是一个对象 { … }", "must be an object { … }"}},
    {"type-list", {"这里应是一个列表 [ … ]", "must be a list [ … ]"}},
    {"type-text", {"这里应是带引号的文字", "must be text in quotation marks"}},
    {"type-whole", {"这里应是不带引号的整数", "must be a whole number without quotation marks"}},
    {"type-flag", {"这里应是 true 或 false", "must be true or false"}},
    {"type-decimal",
     {"小数要带引号，如 \"0.5\"", "must be a decimal in quotation marks such as \"0.5\""}},
    // values
    {"text", {"文字长度应为 {1} 到 {2} 个字", "must have {1} to {2} characters"}},
    {"name",
     {"名称应为 {1} 到 {2} 个字，不能有控制字符",
      "must have {1} to {2} characters and no control characters"}},
    {"control", {"文字里不能有控制字符", "must not contain control characters"}},
    {"id",
     {"编号应为 1 到 64 个字母、数字或 . _ -，不能以 . 或 - 开头",
      "must be 1 to 64 letters, digits or . _ - and must not begin with . or -"}},
    {"whole", {"应为 {1} 到 {2} 的整数", "must be a whole number from {1} to {2}"}},
    {"choice", {"只能是以下之一：{}", "must be one of: {}"}},
    {"decimal",
     {"应为小数，如 8.5，小数点后最多六位",
      "must be a decimal such as 8.5 with at most six decimal places"}},
    {"above-zero", {"必须大于 0", "must be greater than 0"}},
    {"at-least", {"不能小于 {}", "must not be less than {}"}},
    {"range", {"应在 {1} 到 {2} 之间", "must be from {1} to {2}"}},
    {"list", {"列表应有 {1} 到 {2} 项", "must have {1} to {2} entries"}},
    {"format", {"格式标记应为 {}", "must be the format mark {}"}},
    // a definition as a whole
    {"parts", {"评分部分太多：一个赛事最多 {} 个", "too many parts: a competition has at most {}"}},
    {"id-twice", {"编号“{}”重复，请换一个", "the id “{}” is used twice; please choose another"}},
    {"twice",
     {"同一个词写了两次，请删去一个", "the same word stands here twice; please remove one"}},
    {"weight", {"权重应写成 \"30%\" 或 \"0.3\"", "a weight is written as \"30%\" or \"0.3\""}},
    {"weights-mixed",
     {"同一阶段的权重要么都用百分数，要么都不用",
      "in one stage either all weights are percentages or none is"}},
    {"weights-sum",
     {"各模块权重之和是 {}，应为 100 %", "the weights add up to {} and must add up to 100 %"}},
    {"judges-least",
     {"最少裁判数不能超过席位数 {}", "must not be more than the {} seats of the panel"}},
    {"title-range", {"“to”不能小于“from”", "“to” must not be less than “from”"}},
    {"titles-overlap",
     {"两个称号的名次范围重叠了，请改成互不相交",
      "two titles claim the same place; please make their ranges separate"}},
    {"stage-unknown", {"这个赛项没有阶段“{}”", "this skill has no stage “{}”"}},
    {"module-unknown", {"这个赛项没有模块“{}”", "this skill has no module “{}”"}},
    {"part-unknown", {"这个赛项没有评分部分“{}”", "this skill has no part “{}”"}},
    {"tie-ambiguous",
     {"有几个阶段都有模块“{}”，请用“stage”写明是哪个阶段",
      "several stages have a module “{}”; please name one with “stage”"}},
    {"tie-form",
     {"同分规则的每一步只写“module”（可加“stage”）、“part”或“stage”之一",
      "each step of the tie-break names one of “module” (with a “stage” if needed), “part” or "
      "“stage”"}},
    {"carry-forward",
     {"只能计入本赛项中更早阶段的成绩", "only earlier stages of the same skill can be carried"}},
    {"panel-too-small",
     {"去掉最高分和最低分后没有剩下的裁判，请增加席位或少去几个",
      "nobody is left after dropping the highest and lowest; please add seats or drop fewer"}},
    {"scale-undeclared",
     {"有评分项按申报的分值表计分，请在“declares”里加上“scale”",
      "an aspect is scaled, so “declares” must contain “scale”"}},
    {"technical-missing",
     {"这一部分有申报内容，请用“technical”写明技术席位",
      "this part has declarations, so it needs a “technical” seat"}},
    {"marks-misshapen",
     {"最高分不能小于最低分，步长要大于 0，且分数范围要正好是步长的整数倍",
      "max must not be below min, step must be above 0, and the range a whole number of steps"}},
    {"part-empty",
     {"这一部分既没有评分项，也没有申报内容", "this part has neither aspects nor declarations"}},
    {"overflow-possible",
     {"可能出现的最高分太大，无法精确计算，请减小分值",
      "the largest possible figures are too large to be exact; please use smaller ones"}},
};

const struct problem_reasons *problem_reasons_at(size_t index)
{
    return index < sizeof table / sizeof table[0] ? &table[index] : NULL;
}

const struct problem_reasons *problem_reasons_find(struct slice code)
{
    const struct problem_reasons *reason = NULL;
    for (size_t i = 0; (reason = problem_reasons_at(i)); i++) {
        if (slice_is(code, reason->code)) {
            return reason;
        }
    }
    return NULL;
}
