// The organiser's counter of people: accounts with a name, a password and what they may do.
#pragma once

struct visit;

void account_list(struct visit *visit);
void account_add(struct visit *visit);    // POST
void account_change(struct visit *visit); // PATCH; words: account
void account_close(struct visit *visit);  // DELETE
