// Shared tablets that judges have handed over to each other, for those who follow the marking.
#pragma once

struct visit;

void shift_list(struct visit *visit); // GET; words: competition
