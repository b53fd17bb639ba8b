// The chief judge's table of a stage's panels: who is in, how far apart, what has been asked.
#pragma once

struct visit;

void panel_table(struct visit *visit);       // GET …/panels?skill=&stage=
void panel_table_calls(struct visit *visit); // GET …/calls
