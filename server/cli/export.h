// `jinbang export`: the final ranking of a skill, from a running server, to standard output.
#pragma once

int export_command(int argc, char **argv);
