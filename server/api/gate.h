// How far the sign-off of a skill is: its gates, why they are closed, and its signatures.
#pragma once

struct visit;

void gate_show(struct visit *visit); // ?skill=
void gate_page(struct visit *visit); // ?skill=&stage= | &part=&seat= | &part=&competitor=
