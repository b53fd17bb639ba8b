#include "scoring/reach.h"

static const reach_size_t size_max = (reach_size_t)1 << 100;
static const uint64_t part_max = INT64_MAX;

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

// 0 stands for "not known", which nothing makes known again but rounding.
static uint64_t grid_times(uint64_t a, uint64_t b)
{
    uint64_t product = 0;

    return __builtin_mul_overflow(a, b, &product) || product > part_max ? 0 : product;
}

static uint64_t grid_lcm(uint64_t a, uint64_t b)
{
    return a == 0 || b == 0 ? 0 : grid_times(a / gcd(a, b), b);
}

static uint64_t part_times(uint64_t a, uint64_t b)
{
    uint64_t product = 0;

    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

// After every step: do numerator and denominator fit, whatever they are?
static struct reach settled(struct reach reach)
{
    uint64_t known = part_times(reach.grid, reach.extra);

    reach.most = reach.most < size_max ? reach.most : size_max;
    if (reach.grid != 0 && known < reach.den) {
        reach.den = known;
    }
    if (reach.most <= (reach_size_t)part_max * POINT_ONE / reach.den) {
        uint64_t num = (uint64_t)(reach.most * reach.den / POINT_ONE);
        reach.num = num < reach.num ? num : reach.num;
    }
    reach.over = reach.over || reach.den > part_max || reach.num > part_max;
    return reach;
}

struct reach reach_of(struct ratio value)
{
    uint64_t num = value.num < 0 ? 0 - (uint64_t)value.num : (uint64_t)value.num;
    uint64_t den = value.den > 0 ? (uint64_t)value.den : 1; // what was not said is 0
    reach_size_t size = ((reach_size_t)num * POINT_ONE + den - 1) / den;

    return settled((struct reach){size, den, 1, num, den, false});
}

struct reach reach_upto(reach_size_t most, uint64_t grid)
{
    return settled((struct reach){most, grid, 1, UINT64_MAX, grid, false});
}

struct reach reach_add(struct reach a, struct reach b)
{
    return settled((struct reach){a.most + b.most, grid_lcm(a.grid, b.grid),
                                  part_times(a.extra, b.extra), UINT64_MAX,
                                  part_times(a.den, b.den), a.over || b.over});
}

static reach_size_t size_times(reach_size_t a, reach_size_t b)
{
    reach_size_t product = 0;

    return __builtin_mul_overflow(a, b, &product) ? size_max : product;
}

struct reach reach_times(struct reach a, struct reach b)
{
    return settled((struct reach){size_times(a.most, b.most) / POINT_ONE + 1,
                                  grid_times(a.grid, b.grid), part_times(a.extra, b.extra),
                                  part_times(a.num, b.num), part_times(a.den, b.den),
                                  a.over || b.over});
}

struct reach reach_either(struct reach a, struct reach b)
{
    return settled((struct reach){a.most > b.most ? a.most : b.most, grid_lcm(a.grid, b.grid),
                                  a.extra > b.extra ? a.extra : b.extra,
                                  a.num > b.num ? a.num : b.num, a.den > b.den ? a.den : b.den,
                                  a.over || b.over});
}

struct reach reach_sum(struct reach one, uint64_t count)
{
    struct reach sum = {size_times(one.most, count), one.grid, 1, UINT64_MAX, 1, one.over};

    for (uint64_t i = 0; i < count && sum.den <= part_max && one.den > 1; i++) {
        sum.den = part_times(sum.den, one.den);
    }
    for (uint64_t i = 0; i < count && sum.extra <= part_max && one.extra > 1; i++) {
        sum.extra = part_times(sum.extra, one.extra);
    }
    return settled(sum);
}

struct reach reach_shared(struct reach a, uint64_t count)
{
    uint64_t all = 1;

    for (uint64_t i = 2; i <= count && all != 0; i++) {
        all = grid_lcm(all, i);
    }
    return settled((struct reach){a.most, grid_times(a.grid, all), a.extra, a.num,
                                  part_times(a.den, count), a.over});
}

struct reach reach_over(struct reach a, struct reach by, uint64_t least)
{
    return settled((struct reach){size_times(a.most, POINT_ONE) / least + 1, a.grid,
                                  part_times(a.extra, by.num), part_times(a.num, by.den),
                                  part_times(a.den, by.num), a.over || by.over});
}

struct reach reach_round(struct reach a, struct rounding how)
{
    uint64_t one = 1;
    reach_size_t unit = POINT_ONE;

    if (how.mode == ROUND_NONE) {
        return a;
    }
    for (int i = 0; i < how.places; i++) {
        one *= 10;
    }
    for (int i = 0; i > how.places; i--) {
        unit *= 10;
    }
    return settled((struct reach){a.most + (how.places > 0 ? unit / one + 1 : unit), one, 1,
                                  UINT64_MAX, one, a.over});
}
