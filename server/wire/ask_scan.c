#include "wire/ask_scan.h"

static void skip_blanks(struct ask_scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r')) {
        scan->at++;
    }
}

static bool take(struct ask_scan *scan, char sign)
{
    skip_blanks(scan);
    if (scan->at == scan->end || *scan->at != sign) {
        return false;
    }
    scan->at++;
    return true;
}

static bool skip_string(struct ask_scan *scan)
{
    scan->at++; // the opening quote
    while (scan->at < scan->end && *scan->at != '"') {
        scan->at += *scan->at == '\\' && scan->at + 1 < scan->end ? 2 : 1;
    }
    return take(scan, '"');
}

// A container, by counting brackets outside of strings.
static bool skip_container(struct ask_scan *scan)
{
    size_t depth = 0;
    while (scan->at < scan->end) {
        char sign = *scan->at;
        if (sign == '"') {
            if (!skip_string(scan)) {
                return false;
            }
            continue;
        }
        scan->at++;
        depth += sign == '{' || sign == '[';
        depth -= sign == '}' || sign == ']';
        if (depth == 0) {
            return true;
        }
    }
    return false;
}

static bool skip_word(struct ask_scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && !strchr(",]} \t\r\n", *scan->at)) {
        scan->at++;
    }
    return scan->at > start;
}

bool ask_scan_enter(struct ask_scan *scan)
{
    if (!take(scan, '{') && !take(scan, '[')) {
        return false;
    }
    return !take(scan, '}') && !take(scan, ']');
}

bool ask_scan_value(struct ask_scan *scan, struct slice *ret_value)
{
    skip_blanks(scan);
    const char *start = scan->at;
    if (start == scan->end) {
        return false;
    }
    bool good = *start == '"'                    ? skip_string(scan)
                : *start == '{' || *start == '[' ? skip_container(scan)
                                                 : skip_word(scan);
    *ret_value = (struct slice){start, (size_t)(scan->at - start)};
    return good;
}

bool ask_scan_key(struct ask_scan *scan, struct slice *ret_key)
{
    skip_blanks(scan);
    return scan->at < scan->end && *scan->at == '"' && ask_scan_value(scan, ret_key) &&
           take(scan, ':');
}

bool ask_scan_next(struct ask_scan *scan)
{
    if (take(scan, ',')) {
        return true;
    }
    (void)(take(scan, '}') || take(scan, ']'));
    return false;
}
