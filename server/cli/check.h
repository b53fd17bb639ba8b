// `jinbang check FILE`: is this definition one that makes sense? Names every fault with a JSON
// pointer; else prints the marking scheme.
#pragma once

int check_command(int argc, char **argv);
