#include "scoring/tally_order.h"

static bool drops(const struct rules_module *module)
{
    return module->best > 0 || module->drop_best > 0 || module->drop_worst > 0;
}

void tally_order_open(struct tally_order *order, const struct rules_module *module, bool lower,
                      const struct tally *tally)
{
    order->module = module;
    order->tally = tally;
    order->lower = lower;
    order->count = 0;
}

void tally_order_add(struct tally_order *order, uint32_t part)
{
    order->at[order->count++] = part;
}

struct ratio tally_order_value(const struct tally_order *order, uint32_t part)
{
    uint32_t at = order->module->part_first - order->tally->part_first + part;

    return order->module->judges ? order->tally->results[at].figure : order->tally->parts[at];
}

// Does part `a` stand after `b`? Of two equal ones the later part does.
static bool after(const struct tally_order *order, uint32_t a, uint32_t b)
{
    int better =
        ratio_better(tally_order_value(order, a), tally_order_value(order, b), order->lower);

    return better != 0 ? better > 0 : a > b;
}

static void sink(struct tally_order *order, uint32_t from, uint32_t count)
{
    while (from < count / 2) {
        uint32_t child = 2 * from + 1;
        if (child + 1 < count && after(order, order->at[child + 1], order->at[child])) {
            child++;
        }
        if (!after(order, order->at[child], order->at[from])) {
            return;
        }
        uint32_t part = order->at[from];
        order->at[from] = order->at[child];
        order->at[child] = part;
        from = child;
    }
}

void tally_order_close(struct tally_order *order)
{
    if (!drops(order->module)) {
        return;
    }
    for (uint32_t i = order->count / 2; i-- > 0;) {
        sink(order, i, order->count);
    }
    for (uint32_t end = order->count; end-- > 1;) {
        uint32_t part = order->at[0];
        order->at[0] = order->at[end];
        order->at[end] = part;
        sink(order, 0, end);
    }
}

bool tally_order_keeps(const struct tally_order *order, uint32_t i)
{
    const struct rules_module *module = order->module;
    uint64_t end = (uint64_t)i + module->drop_worst;

    return i >= module->drop_best && end < order->count &&
           (module->best == 0 || i - module->drop_best < module->best);
}
