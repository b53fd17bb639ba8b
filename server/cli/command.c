#include "cli/command.h"

#include "base/secret.h"
#include "cli/certificate.h"
#include "cli/check.h"
#include "cli/demo.h"
#include "cli/export.h"
#include "cli/import.h"
#include "cli/play.h"
#include "cli/replay.h"
#include "cli/serve.h"
#include "cli/verify.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static int version_command(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return puts("jinbang " JINBANG_VERSION) < 0;
}

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *meaning;
} commands[] = {
    {"serve", serve_command, "run a server"},
    {"demo", demo_command, "run a server with a fictional competition and simulated judges"},
    {"check", check_command, "check a competition definition"},
    {"import", import_command, "send a definition, a roster or judges to a server"},
    {"export", export_command, "write the final ranking with titles"},
    {"verify", verify_command, "recount everything from the journal and compare"},
    {"replay", replay_main, "play a recording into a server"},
    {"tally", play_command, "play a recording through the engine alone"},
    {"explain", play_explain_command, "say how a competitor's result came about"},
    {"certificate", certificate_command,
     "make the certificate that tablets trust, or take your own"},
    {"version", version_command, "print the version"},
};

static int help(FILE *where)
{
    (void)fputs("usage: jinbang COMMAND [settings]\n\n", where);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        (void)fprintf(where, "  %-11s  %s\n", commands[i].name, commands[i].meaning);
    }
    (void)fputs("\n`jinbang COMMAND --help` lists the settings.\n", where);
    return where == stdout ? 0 : EX_USAGE;
}

int command_run(int argc, char **argv)
{
    secret_init();
    if (argc < 2) {
        return help(stderr);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        return help(stdout);
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc, argv);
        }
    }
    (void)fprintf(stderr, "jinbang: there is no command %s\n", argv[1]);
    return help(stderr);
}
