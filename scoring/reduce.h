// Several judges' figures to one: dropping, means, medians, tolerance, how far judges are apart.
// RULES.md 3.1-3.4, 3.8 and section 6 points 7-10. Pure; at most RULES_SEATS_MAX figures, none of
// them a code.
#pragma once

#include "scoring/rules.h"
#include "scoring/wide.h"

// What became of each figure, for explanations.
enum reduce_fate { REDUCE_USED, REDUCE_DROPPED_HIGH, REDUCE_DROPPED_LOW, REDUCE_LEFT_OUT };

struct reduce_result {
    struct ratio figure; // rounded by part->judges
    bool apart;          // the variance rule was broken, or judges did not agree
    bool all_used;       // MIDDLE_TWO outside its tolerance, or USE_ALL
    uint32_t count;
    enum reduce_fate fates[RULES_SEATS_MAX]; // in the order of `figures`
};

// `accepted`: a ruling takes them as they are: the variance rule is not looked at, nothing is left
// out and `apart` is false (AGREED takes the median in any case). Not for RULES_MAJORITY, which
// field_settle works out. LEAVE_OUT that would leave nobody, or no more than are dropped, leaves
// nobody out (`apart` says that the rule was broken). False: overflow, or no figure is left.
bool reduce_figures(const struct rules_part *part, const struct ratio *figures, uint32_t count,
                    bool accepted, struct reduce_result *ret);

// Is the part's figure one that need not fit a ratio (RULES_NEAR_MEDIAN that `judges` does not
// round)? Then this instead, which also gives the exact figure, so that figures of aspects can be
// multiplied and added up as wide fractions and rounded where the rules say so. ret->figure is then
// for eyes only: nine places.
bool reduce_is_wide(const struct rules_part *part);
bool reduce_figures_wide(const struct rules_part *part, const struct ratio *figures, uint32_t count,
                         bool accepted, struct reduce_result *ret, struct wide_ratio *ret_exact);
// The weighted mean itself: each figure by 1 / (1 + (figure - median)^2).
bool reduce_near_median_wide(const struct ratio *figures, uint32_t count, struct wide_ratio *ret);

// Highest and lowest counts to drop for so many figures. With `trims` the line for just this count
// says it, and without such a line nothing is dropped.
void reduce_drops(const struct rules_part *part, uint32_t count, uint32_t *ret_high,
                  uint32_t *ret_low);

// Is the panel further apart than the part's variance rule allows? Where the limits have no band
// for the panel, it is not. What does not fit exact arithmetic is apart: never silently taken.
bool reduce_is_apart(const struct rules_part *part, const struct ratio *figures, uint32_t count);

// Mean, variance (population or sample; 0 for one figure), median and median absolute deviation.
bool reduce_mean(const struct ratio *figures, uint32_t count, struct ratio *ret);
bool reduce_variance(const struct ratio *figures, uint32_t count, bool sample, struct ratio *ret);
// `figures` is sorted upwards by these two.
bool reduce_median(struct ratio *figures, uint32_t count, struct ratio *ret);
bool reduce_mad(struct ratio *figures, uint32_t count, struct ratio *ret);

// One figure made comparable: RULES_Z from mean and variance, RULES_PERCENT from the sum;
// RULES_RANKS is reduce_place's, here the figure stays. A spread or sum of 0 gives `centre` (Z) or
// 0.
bool reduce_normalise(const struct rules_normalise *how, struct ratio figure, struct ratio mean,
                      struct ratio variance, struct ratio sum, struct ratio *ret);
// The figure's place among `sorted` (upwards; it is one of them): equal ones share the mean of
// their places.
struct ratio reduce_place(const struct ratio *sorted, size_t count, struct ratio figure,
                          bool lower_is_better);
// Heap sort upwards, no allocation; any length.
void reduce_sort(struct ratio *figures, size_t count);
