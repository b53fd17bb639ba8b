#include "cli/demo.h"

int demo_command(int argc, char **argv)
{
    (void)argv;
    return argc > 100;
}
