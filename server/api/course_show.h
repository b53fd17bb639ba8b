// A competitor's place over time, as public boards showed it.
#pragma once

struct visit;

void course_show(struct visit *visit);
