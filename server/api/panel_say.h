// Acts about panels: second looks and their answers, substitutes, calls, trials, benchmarks.
#pragma once

struct visit;

void panel_say_look(struct visit *visit);       // POST …/panels/looks
void panel_say_confirm(struct visit *visit);    // POST …/panels/confirmations
void panel_say_substitute(struct visit *visit); // POST …/panels/substitutes
void panel_say_call(struct visit *visit);       // POST …/calls
void panel_say_answer(struct visit *visit);     // POST …/calls/answers
void panel_say_trial(struct visit *visit);      // POST …/trials
void panel_say_shift(struct visit *visit);      // POST …/shifts
void panel_say_absent(struct visit *visit);     // POST …/panels/absences
void panel_say_benchmark(struct visit *visit);  // POST …/trials/benchmarks
