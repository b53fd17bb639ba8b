// The judges of a competition: the list with who is here, and each one's own link, which can be
// ended and given anew.
#pragma once

struct visit;

// GET …/judges
void judge_list(struct visit *visit);
// POST …/judges/*/link: another link; the one before opens nothing from then on.
void judge_link_give(struct visit *visit);
// DELETE …/judges/*/link
void judge_link_end(struct visit *visit);
