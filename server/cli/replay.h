// `jinbang replay`: plays a recording (fixtures/RECORDING.md) into a running server over HTTP,
// every sheet with its own key, and compares the server's standings with what the recording
// expects.
#pragma once

// argv[1] is "replay", as main got it. Exit code: 0 all sent and all figures equal; 1 a refusal or
// a difference; sysexits otherwise (64 usage, 65 the recording, 66 a file that is not there, 69 the
// server did not answer in time, 73 the competition exists or a file cannot be written).
int replay_main(int argc, char **argv);
