// `jinbang COMMAND …`: which command, --help everywhere, exit codes as in sysexits.h.
#pragma once

int command_run(int argc, char **argv);
