// The one table of settings, for all commands; the README's table is made from it and held by a
// test.
#pragma once

#include "base/conf.h"
#include "wire/problem.h"

extern const struct conf_entry settings_table[];

// Reads environment and argv. On --help prints the command's sentence and the settings and returns
// 0; on a mistake prints it and returns EX_USAGE (64); else -1 and the conf, which the caller
// frees.
int settings_read(int argc, char **argv, const char *usage, struct conf **ret);

// The language of this terminal: Chinese where LANG is zh…
enum problem_language settings_language(void);
