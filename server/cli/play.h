// `jinbang tally RECORDING`: plays a recording through the engine alone, without Redis and without
// a server: the same entries, folded by the same record. `jinbang explain` plays it and says in
// words how one competitor's result came about.
#pragma once

int play_command(int argc, char **argv);
int play_explain_command(int argc, char **argv);
