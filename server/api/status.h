// For those who run the server: alive, ready (or why not), figures.
#pragma once

struct visit;

void status_about(struct visit *visit); // GET /api/v1
void status_live(struct visit *visit);
void status_ready(struct visit *visit);
void status_metrics(struct visit *visit);
