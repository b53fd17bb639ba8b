// `jinbang serve`: runs a node until SIGTERM or SIGINT, then ends cleanly (the loop closes with
// nothing left).
#pragma once

int serve_command(int argc, char **argv);
