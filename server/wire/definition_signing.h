// Sign-off of a skill: who signs, double entry, sample re-check.
#pragma once

#include "scoring/rules.h"
#include "wire/reader.h"

// The skill's member "signing"; nothing is signed where there is none.
void definition_signing_read(struct reader *reader, json_t *skill, struct rules_signing *ret);
