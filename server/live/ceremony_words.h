// Who presents and who collects: names of people, which lie sealed among them and not in the
// journal. They are put into the record beside the ceremony's acts.
#pragma once

#include "base/slice.h"

struct people;
struct record;
struct room;

// Reads what the ceremony still lacks; calls on_read when something of it is in the record.
void ceremony_words_read(const struct people *people, struct room *room,
                         void (*on_read)(void *owner, struct room *room), void *owner);
// Shows texts that this node has just sent on their way, without waiting for the store to say them
// back. Does nothing where no act has this digest any more.
void ceremony_words_show(struct record *record, struct slice digest, struct slice text);
