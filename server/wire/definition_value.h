// The small values of a definition: decimals, percentages, words, points, ladders. All exact; each
// mistake is named where it stands.
#pragma once

#include "scoring/rules.h"
#include "wire/definition_form.h"

// Decimals in a string. `fallback` when absent or wrong.
struct ratio definition_value_decimal(struct reader *reader, json_t *object, const char *key,
                                      struct ratio fallback);
struct ratio definition_value_above_zero(struct reader *reader, json_t *object, const char *key,
                                         struct ratio fallback);
struct ratio definition_value_not_below_zero(struct reader *reader, json_t *object, const char *key,
                                             struct ratio fallback);
point_t definition_value_point(struct reader *reader, json_t *object, const char *key);
// A whole number in a string, 1 … most.
point_t definition_value_count(struct reader *reader, json_t *object, const char *key, int64_t most,
                               int64_t fallback);
// "1/12": two whole numbers of at most six digits, the second above 0.
bool definition_value_fraction(struct slice text, struct ratio *ret);
// "66.6%" is exactly 333/500, and so is "333/500". From `least` to `most` percent. False when
// absent or wrong.
bool definition_value_percent(struct reader *reader, json_t *object, const char *key, int least,
                              int most, struct ratio *ret);
size_t definition_value_word(struct reader *reader, json_t *object, const char *key,
                             enum definition_form_choice choice, size_t fallback);
// A node's own order; RULES_AS_ABOVE when absent.
enum rules_order definition_value_order(struct reader *reader, json_t *object);
// `exposure` (NULL: not there): what it does not say is as in `fallback`.
struct rules_exposure definition_value_exposure(struct reader *reader, json_t *exposure,
                                                struct rules_exposure fallback);

// A member that has to be there beside another.
void definition_value_needs(struct reader *reader, json_t *object, const char *key);
// Members that have no meaning beside `with`; `keys` ends with NULL.
void definition_value_refuse(struct reader *reader, json_t *object, const char *const *keys,
                             const char *with);
// Which one of the members is there; their count (with a fault) when none or several are.
size_t definition_value_one_of(struct reader *reader, json_t *object, const char *const *keys);

// Points by place.
const struct ratio *definition_value_points(struct reader *reader, json_t *object, const char *key,
                                            uint32_t *ret_count);
// Steps of a ladder, each from `from` to `to` with its value in the member `value`: none upside
// down, none reaching into another (they may touch).
const struct rules_band *definition_value_ladder(struct reader *reader, json_t *object,
                                                 const char *key, enum definition_form_object form,
                                                 const char *value, uint32_t *ret_count);
// Faults the present place when the band is upside down or reaches into one of the `count` before
// it.
void definition_value_check_band(struct reader *reader, const struct rules_band *bands,
                                 uint32_t count);
