// `jinbang import FILE…`: a definition (JSON), a roster (CSV, with --competition) or judges (JSON,
// with --competition) to a running server. The server checks; its words are shown.
#pragma once

int import_command(int argc, char **argv);
