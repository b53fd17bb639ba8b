// Sheets that a paired tablet has signed with its own key (wire/signature), looked at before they
// go to the journal.
#pragma once

#include "base/slice.h"

struct commit_wish;
struct visit;

// `sent`: the header Jinbang-Signature or none; `wish`: of a sheet, complete but for signer and
// signature, which it fills. NULL or a problem's name. A request that stands in the journal is not
// looked at again.
const char *signer_check(const struct visit *visit, struct slice sent, struct commit_wish *wish);
