// Turning away those who wait for a commit.
#pragma once

struct commit;

// Answers all with this refusal (the room is closing, or begins a new epoch).
void commit_fail_all(struct commit *commit, const char *refusal);
// The next entry changes the rules: what waits was read by the old ones, and is answered with
// "rules-changed" unless the journal has it. A change of the rules and a seal stay.
void commit_fail_read(struct commit *commit);
