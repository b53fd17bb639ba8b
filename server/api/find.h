// The audience looks for somebody.
#pragma once

struct visit;

void find_people(struct visit *visit); // GET …/find?q=…
