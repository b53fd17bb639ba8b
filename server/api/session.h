// Signing in and out by name and password, and a new password. A session's token is a cookie that
// no page can read.
#pragma once

struct visit;

void session_open(struct visit *visit);     // POST
void session_close(struct visit *visit);    // DELETE: this session, or this device
void session_password(struct visit *visit); // POST: the old and the new one; all other sessions end
