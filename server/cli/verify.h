// `jinbang verify`: recounts everything from the journal and compares it with what Redis, receipts
// and publications say. Exit code 0 only when nothing differs; every difference is named.
#pragma once

int verify_command(int argc, char **argv);
