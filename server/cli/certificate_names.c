#include "cli/certificate_names.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/must.h"
#include "base/text.h"
#include "net/cert.h"
#include "net/cert_make.h"

#include <uv.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 256 };

static bool add_list(struct cert_make_names *names, struct slice list, struct buf *problem)
{
    struct slice element;
    bool good = true;

    while (good && text_next_element(&list, &element)) {
        char *text = strndup(element.at, element.len);
        must(text);
        good = element.len == 0 || cert_make_add(names, text, problem);
        free(text);
    }
    return good;
}

// A setting holds one value; --host may stand there more than once.
static bool add_flags(int argc, char **argv, struct cert_make_names *names, struct buf *problem)
{
    static const char flag[] = "--host";
    size_t len = sizeof flag - 1;
    bool good = true;

    for (int i = 2; good && i < argc; i++) {
        if (strncmp(argv[i], flag, len) == 0 && argv[i][len] == '=') {
            good = add_list(names, slice_of(argv[i] + len + 1), problem);
        } else if (strcmp(argv[i], flag) == 0 && i + 1 < argc) {
            good = add_list(names, slice_of(argv[++i]), problem);
        }
    }
    return good;
}

bool certificate_names_given(const struct conf *conf, int argc, char **argv,
                             struct cert_make_names *names, struct buf *problem)
{
    const char *host = conf_text(conf, "host");
    bool good = true;

    if (host && strcmp(conf_source(conf, "host"), "flag") == 0) {
        good = add_flags(argc, argv, names, problem);
    } else if (host) {
        good = add_list(names, slice_of(host), problem);
    }
    for (int i = 0; good && i < conf_positional_count(conf); i++) {
        good = add_list(names, slice_of(conf_positional(conf, i)), problem);
    }
    return good;
}

// A name that this machine has and no certificate can is passed over.
static void add_if_good(struct cert_make_names *names, const char *text)
{
    struct buf *problem = buf_new(64);

    (void)cert_make_add(names, text, problem);
    buf_unref(problem);
}

// IPv4 first: it is what people type. Link-local IPv6 addresses cannot stand in an address bar.
static void add_addresses(struct cert_make_names *names, int family)
{
    uv_interface_address_t *all = NULL;
    int count = 0;

    if (uv_interface_addresses(&all, &count) != 0) {
        return;
    }
    for (int i = 0; i < count; i++) {
        char text[64] = "";
        const struct sockaddr_in6 *six = &all[i].address.address6;
        if (all[i].is_internal || all[i].address.address4.sin_family != family) {
            continue;
        }
        if (family == AF_INET) {
            (void)uv_ip4_name(&all[i].address.address4, text, sizeof text);
        } else if (!IN6_IS_ADDR_LINKLOCAL(&six->sin6_addr)) {
            (void)uv_ip6_name(six, text, sizeof text);
        }
        if (text[0]) {
            add_if_good(names, text);
        }
    }
    uv_free_interface_addresses(all, count);
}

static void add_machine(struct cert_make_names *names)
{
    char name[NAME_SIZE];
    char local[NAME_SIZE + 8];
    size_t size = sizeof name;

    if (uv_os_gethostname(name, &size) != 0 || strcmp(name, "localhost") == 0) {
        return;
    }
    add_if_good(names, name);
    if (!strchr(name, '.')) { // as mDNS calls it (RFC 6762)
        (void)snprintf(local, sizeof local, "%s.local", name);
        add_if_good(names, local);
    }
}

void certificate_names_found(const char *server_file, struct cert_make_names *names)
{
    struct buf *problem = buf_new(64);
    struct cert *old = cert_read(server_file, problem);

    add_addresses(names, AF_INET);
    add_machine(names);
    add_addresses(names, AF_INET6);
    for (size_t i = 0; old && i < old->name_count; i++) {
        add_if_good(names, old->names[i]);
    }
    add_if_good(names, "localhost");
    add_if_good(names, "127.0.0.1");
    cert_free(old);
    buf_unref(problem);
}
