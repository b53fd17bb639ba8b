// Which acts of who may come in the site's journal takes.
#pragma once

struct entry_access;
struct site;

// NULL when this may be written now, else a problem's name. The fold asks the same.
const char *site_gate_refusal(const struct site *site, const struct entry_access *access);
