// `jinbang demo`: a server with the fictional competition of fixtures/demo and simulated judges;
// prints the addresses to open.
#pragma once

int demo_command(int argc, char **argv);
