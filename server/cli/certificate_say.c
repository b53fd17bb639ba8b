#include "cli/certificate_say.h"

#include "base/buf.h"
#include "base/conf.h"
#include "net/cert.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PAIRS_A_LINE = 8, PAIR = 3 };

static void say_fingerprint(const char *text)
{
    size_t len = strlen(text);

    for (size_t at = 0; at < len; at += (size_t)PAIRS_A_LINE * PAIR) {
        (void)printf("    %.*s\n", PAIRS_A_LINE * PAIR - 1, text + at);
    }
}

// The address that people will use: the first name, and the port of --listen.
static void write_origin(const struct cert *cert, const struct conf *conf, const char *scheme,
                         char *out, size_t size)
{
    const char *colon = strrchr(conf_text(conf, "listen"), ':');
    const char *name = cert->name_count ? cert->names[0] : "?";
    bool six = strchr(name, ':') != NULL;

    (void)snprintf(out, size, "%s://%s%s%s%s", scheme, six ? "[" : "", name, six ? "]" : "",
                   colon ? colon : "");
}

static void say_facts(const struct cert *cert, const char *file)
{
    time_t until = (time_t)cert->until_s;
    struct tm parts;
    char day[32] = "";

    if (gmtime_r(&until, &parts)) {
        (void)strftime(day, sizeof day, "%Y-%m-%d", &parts);
    }
    (void)printf("证书已写好，有效期至 %s / The certificate is ready, good until %s:\n    %s\n",
                 day, day, file);
    (void)printf("可用的名称和地址 / It is good for:\n");
    for (size_t i = 0; i < cert->name_count; i++) {
        (void)printf("    %s\n", cert->names[i]);
    }
}

static void say_serving(const struct conf *conf)
{
    const char *colon = strrchr(conf_text(conf, "listen"), ':');

    (void)printf(
        "\n下一步 / Next:\n"
        "1. 启动服务器；已在用证书运行的会自动换上新证书，不断开任何人\n"
        "   Start the server; one that runs with a certificate takes the new one by itself "
        "and drops nobody\n"
        "    jinbang serve --listen 0.0.0.0%s --data %s\n",
        colon ? colon : ":8080", conf_text(conf, "data"));
}

static void say_devices(const struct cert *cert, const struct conf *conf)
{
    char plain[512];
    char secure[512];

    write_origin(cert, conf, "http", plain, sizeof plain);
    write_origin(cert, conf, "https", secure, sizeof secure);
    if (cert->root) {
        (void)printf(
            "2. 每台平板、手机、电脑各打开一次，按页面上的步骤信任本服务器\n"
            "   On each tablet, phone and computer, once: follow the steps there\n"
            "    %s/trust\n"
            "   设备上显示的 SHA-256 指纹必须与这里相同，否则不要信任\n"
            "   The SHA-256 fingerprint that the device shows must be this one, or do not "
            "trust it\n",
            plain);
        say_fingerprint(cert->fingerprint);
        (void)printf("   Windows 只显示 SHA-1 / Windows shows SHA-1 only\n    %s\n", cert->sha1);
    } else {
        (void)printf("2. 设备上不用安装任何东西 / Nothing has to be installed on the devices\n");
    }
    (void)printf("3. 裁判评分页 / The judges' page\n    %s/judge.html\n", secure);
}

void certificate_say(const struct cert *cert, const struct conf *conf, const char *file,
                     const struct buf *advice)
{
    say_facts(cert, file);
    if (advice->len > 0) {
        (void)printf("注意 / Note: %.*s\n", (int)advice->len, advice->bytes);
    }
    say_serving(conf);
    say_devices(cert, conf);
}
