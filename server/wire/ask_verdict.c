#include "wire/ask_verdict.h"

#include "wire/ask_declared.h"
#include "wire/ask_marks.h"
#include "wire/code.h"
#include "wire/problem.h"

#include <stdio.h>

enum { WORD = FAULTS_WORD_MAX, POINTER = FAULTS_POINTER_MAX };

static const char *print(point_t value, char out[POINT_TEXT_MAX + 1])
{
    out[point_print(value, out)] = 0;
    return out;
}

// What the value may be.
static void say_limits(uint32_t item, enum verdict verdict, char word[WORD])
{
    bool multiplies = (item & (RULES_DECLARES_DIFFICULTY | RULES_DECLARES_FACTOR)) != 0;
    bool signless = (item & (RULES_DECLARES_BASE | RULES_DECLARES_SCALE)) == 0;
    point_t most = multiplies ? RULES_MULTIPLIER_MAX : RULES_DECLARED_MAX;
    point_t least = item == RULES_DECLARES_DIVISOR ? RULES_DIVISOR_MIN : 0;
    char low[POINT_TEXT_MAX + 1];
    char high[POINT_TEXT_MAX + 1];
    if (verdict == V_MARK_OFF_STEP) {
        (void)snprintf(word, WORD, "%s", print(RULES_MULTIPLIER_STEP, low));
    } else {
        (void)snprintf(word, WORD, "%s – %s", print(signless ? least : -most, low),
                       print(most, high));
    }
}

static void fault_of_declared(struct fault fault, struct faults *faults)
{
    const char *member = ask_declared_word(fault.item);
    bool limits = fault.verdict == V_MARK_OUT_OF_RANGE || fault.verdict == V_MARK_OFF_STEP;
    char word[WORD];
    char pointer[POINTER];
    (void)snprintf(word, sizeof word, "%s", member);
    if (limits) {
        say_limits(fault.item, fault.verdict, word);
    }
    (void)snprintf(pointer, sizeof pointer, "/declared%s%s", *member ? "/" : "", member);
    faults_add(faults, problem_name(fault.verdict), pointer, word);
}

void ask_verdict_of_value(const struct rules_aspect *aspect, const struct mark *mark,
                          enum verdict verdict, const char *pointer, struct faults *faults)
{
    char word[WORD] = "";
    char low[POINT_TEXT_MAX + 1];
    char high[POINT_TEXT_MAX + 1];
    enum rules_status code = ask_marks_code(mark->value);
    struct rules_shape shape = rules_shape_of(aspect, mark->cell);
    if (code != RULES_RUNNING) {
        faults_add(faults, "code-not-here", pointer, code_word(code));
        return;
    }
    if (aspect->input == RULES_TARGET && mark->cell == 1) {
        (void)snprintf(word, sizeof word, "@above-zero");
    } else if (verdict == V_MARK_OUT_OF_RANGE) {
        (void)snprintf(word, sizeof word, "%s – %s", print(shape.min, low), print(shape.max, high));
    } else {
        (void)snprintf(word, sizeof word, "%s", print(shape.step, low));
    }
    faults_add(faults, problem_name(verdict), pointer, word);
}

// Which mark of the body this is: each of them begins with a cell 0 on the sheet.
static unsigned number_of(const struct sheet *sheet, uint32_t item)
{
    unsigned number = 0;
    for (uint32_t i = 1; i <= item; i++) {
        number += sheet->marks[i].cell == 0 ? 1 : 0;
    }
    return number;
}

// What is wrong with its value, where the value stands.
static void fault_of_value(const struct rules_aspect *aspect, const struct sheet *sheet,
                           struct fault fault, struct faults *faults)
{
    const struct mark *mark = &sheet->marks[fault.item];
    unsigned number = number_of(sheet, fault.item);
    char pointer[POINTER];
    if (ask_marks_code(mark->value) != RULES_RUNNING) {
        (void)snprintf(pointer, sizeof pointer, "/marks/%u/code", number);
    } else if (aspect->input == RULES_DEDUCTION && mark->cell < aspect->fault_count) {
        (void)snprintf(pointer, sizeof pointer, "/marks/%u/faults/%s", number,
                       aspect->faults[mark->cell].id);
    } else {
        (void)snprintf(pointer, sizeof pointer, "/marks/%u/%s", number,
                       mark->cell == 1 ? "target" : "value");
    }
    ask_verdict_of_value(aspect, mark, fault.verdict, pointer, faults);
}

static void fault_of_mark(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                          struct faults *faults)
{
    bool is_there = fault.item < sheet->mark_count;
    uint32_t index = is_there ? sheet->marks[fault.item].aspect : RULES_NONE;
    const struct rules_aspect *aspect = index < rules->aspect_count ? &rules->aspects[index] : NULL;
    if (aspect && (fault.verdict == V_MARK_OUT_OF_RANGE || fault.verdict == V_MARK_OFF_STEP)) {
        fault_of_value(aspect, sheet, fault, faults);
        return;
    }
    char pointer[POINTER];
    (void)snprintf(pointer, sizeof pointer, "/marks/%u/aspect",
                   is_there ? number_of(sheet, fault.item) : fault.item);
    faults_add(faults, problem_name(fault.verdict), pointer, aspect ? aspect->id : "");
}

static bool has_grade(const struct declared *declared, point_t grade)
{
    for (uint32_t i = 0; i < declared->scale_count; i++) {
        if (declared->scale[i].grade == grade) {
            return true;
        }
    }
    return false;
}

// The first grade of the part's scaled aspects that has no value.
static bool find_gap(const struct rules *rules, const struct sheet *sheet, point_t *ret)
{
    const struct rules_part *part = &rules->parts[sheet->part];
    for (uint32_t i = 0; i < part->aspect_count; i++) {
        const struct rules_aspect *aspect = &rules->aspects[part->aspect_first + i];
        point_t grade = aspect->min;
        for (uint32_t k = 0; aspect->scaled && k < RULES_SCALE_MAX && grade <= aspect->max; k++) {
            if (!has_grade(sheet->declared, grade)) {
                *ret = grade;
                return true;
            }
            grade += aspect->step;
        }
    }
    return false;
}

static void fault_of_scale(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                           struct faults *faults)
{
    char pointer[64] = "/declared/scale";
    char word[POINT_TEXT_MAX + 1] = "";
    point_t grade = 0;
    if (sheet->declared && fault.item < sheet->declared->scale_count) {
        (void)print(sheet->declared->scale[fault.item].grade, word);
        (void)snprintf(pointer, sizeof pointer, "/declared/scale/%s", word);
    } else if (sheet->declared && find_gap(rules, sheet, &grade)) {
        (void)print(grade, word);
    }
    faults_add(faults, problem_name(fault.verdict), pointer, word);
}

static void fault_of_event(struct fault fault, struct faults *faults)
{
    char pointer[64];
    (void)snprintf(pointer, sizeof pointer, "/declared/log/%u", fault.item);
    faults_add(faults, problem_name(fault.verdict), pointer, "");
}

void ask_verdict_fault(const struct rules *rules, const struct sheet *sheet, struct fault fault,
                       struct faults *faults)
{
    const char *name = problem_name(fault.verdict);
    switch (fault.verdict) {
    case V_OK:
        break;
    case V_MARK_OUT_OF_RANGE:
    case V_MARK_OFF_STEP:
    case V_ASPECT_UNKNOWN:
    case V_ASPECT_TWICE:
        if (sheet->declared) {
            fault_of_declared(fault, faults);
        } else {
            fault_of_mark(rules, sheet, fault, faults);
        }
        break;
    case V_ASPECT_MISSING:
        faults_add(faults, name, "/marks",
                   fault.item < rules->aspect_count ? rules->aspects[fault.item].id : "");
        break;
    case V_MARKS_NOT_EXPECTED:
    case V_JUDGES_APART:
        faults_add(faults, name, "/marks", "");
        break;
    case V_DECLARED_NOT_HERE:
    case V_DECLARED_MISSING:
        fault_of_declared(fault, faults);
        break;
    case V_SCALE_INCOMPLETE:
        fault_of_scale(rules, sheet, fault, faults);
        break;
    case V_LOG_ORDER:
        fault_of_event(fault, faults);
        break;
    case V_SKILL_DIFFERS:
    case V_TOTAL_OVERFLOW:
    case V_SEAT_EXCUSED:
    case V_NOT_IN_FIELD:
    case V_STATUS_CLOSED:
    case V_CUTOFF_MISSED:
    case V_RULING_UNKNOWN:
    case V_RULING_IDLE:
    case V_RULING_TWICE:
    case V_BOUT_UNKNOWN:
    case V_BOUT_ENDS:
        faults_add(faults, name, "", "");
        break;
    }
}
