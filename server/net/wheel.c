// A wheel of slots, one a tick; an entry hangs in the slot of its time, modulo the wheel's size.
// Moving a deadline later leaves it where it is: when its slot passes, it is seen to be early and
// is hung where it belongs. So the many "still alive, push the deadline out" calls of a busy
// connection touch one number.
#include "net/wheel.h"

void wheel_init(struct wheel *wheel, uint64_t now_ms)
{
    for (int i = 0; i < WHEEL_SLOTS; i++) {
        list_init(&wheel->slots[i]);
    }
    list_init(&wheel->due);
    wheel->tick = now_ms / WHEEL_TICK_MS;
}

void wheel_entry_init(struct wheel_entry *entry)
{
    list_init(&entry->link);
    entry->due_ms = 0;
}

static void hang(struct wheel *wheel, struct wheel_entry *entry)
{
    uint64_t tick = (entry->due_ms + WHEEL_TICK_MS - 1) / WHEEL_TICK_MS;

    if (tick <= wheel->tick) {
        tick = wheel->tick + 1;
    }
    list_remove(&entry->link);
    list_add_tail(&wheel->slots[tick % WHEEL_SLOTS], &entry->link);
}

void wheel_set(struct wheel *wheel, struct wheel_entry *entry, uint64_t due_ms)
{
    bool later = !list_empty(&entry->link) && due_ms >= entry->due_ms;

    entry->due_ms = due_ms;
    if (!later) {
        hang(wheel, entry);
    }
}

void wheel_clear(struct wheel_entry *entry)
{
    list_remove(&entry->link);
    entry->due_ms = 0;
}

// Moves the slots of all ticks up to now into `due`. One turn of the wheel covers every slot.
static void advance(struct wheel *wheel, uint64_t now_ms)
{
    uint64_t now = now_ms / WHEEL_TICK_MS;

    if (now > wheel->tick + WHEEL_SLOTS) {
        wheel->tick = now - WHEEL_SLOTS;
    }
    while (wheel->tick < now) {
        wheel->tick++;
        struct list *slot = &wheel->slots[wheel->tick % WHEEL_SLOTS];
        while (!list_empty(slot)) {
            struct list *link = slot->next;
            list_remove(link);
            list_add_tail(&wheel->due, link);
        }
    }
}

struct wheel_entry *wheel_pop(struct wheel *wheel, uint64_t now_ms)
{
    advance(wheel, now_ms);
    while (!list_empty(&wheel->due)) {
        struct wheel_entry *entry = list_item(wheel->due.next, struct wheel_entry, link);
        if (entry->due_ms <= now_ms) {
            list_remove(&entry->link);
            return entry;
        }
        hang(wheel, entry);
    }
    return NULL;
}
