// Problem documents (RFC 9457) in Chinese and English: one table of names, statuses and words.
#pragma once

#include "base/slice.h"
#include "scoring/contest.h"

struct buf;
struct faults;

enum problem_language { PROBLEM_ZH, PROBLEM_EN };

// zh-CN unless English is preferred (q-values of RFC 9110 12.5.4).
enum problem_language problem_language(struct slice accept_language);
const char *problem_language_tag(enum problem_language language); // "zh-CN", "en"

int problem_status(const char *name);           // 500 for a name that is not in the table
const char *problem_name(enum verdict verdict); // "" for V_OK

// Appends the document. `detail_word` fills the place that some details have (a version, a limit, a
// field); may be "". `faults` may be NULL; `more` is further JSON members with a leading comma
// (",\"current\":{…}") or "".
void problem_write(struct buf *out, const char *name, enum problem_language language,
                   const char *detail_word, const struct faults *faults, const char *more);
// The same as a live message: {"type":"problem","problem":"/problems/…","title":…}.
void problem_write_live(struct buf *out, const char *name, enum problem_language language,
                        const char *detail_word, const struct faults *faults);
// For command lines: one fault as "pointer: words".
void problem_line(struct buf *out, enum problem_language language, const char *name,
                  const char *pointer, const char *word);
// Every name in the table, for tests and documentation; NULL after the last.
const char *problem_at(size_t index);
