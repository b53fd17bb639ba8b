// What has been said about panels, as JSON: for the chief judge and for who sits on one.
#pragma once

struct buf;
struct panel_attempt;
struct panel_benchmark;
struct panel_call;
struct panel_look;
struct panel_substitute;
struct panel_trial;

void panel_write_look(const struct panel_look *look, struct buf *out);
void panel_write_call(const struct panel_call *call, struct buf *out);
void panel_write_attempt(const struct panel_attempt *attempt, struct buf *out);
void panel_write_substitute(const struct panel_substitute *substitute, struct buf *out);
void panel_write_trial(const struct panel_trial *trial, struct buf *out);
void panel_write_benchmark(const struct panel_benchmark *benchmark, struct buf *out);
