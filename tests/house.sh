#!/bin/sh
# The house rules that a compiler does not check. Usage: house.sh SOURCE BUILD
#   1 floors   a file includes only from its own folder or from a lower floor; no folder has a loop
#   2 doors    each foreign library is included by the files of its one door, and nowhere else
#   3 names    every external symbol of foo.c begins with foo_
#   4 purity   scoring asks libc for a few memory functions and nothing else
#   5 size     a file stays under 500 lines, those of the pages and of their tests too
cd "$1" || exit 2
build=$2
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT

# floor  folder (as it stands in an include)
cat >"$tmp/floors" <<'FLOORS'
1 scoring
1 base
2 net
2 store
2 wire
2 print
3 live
4 api
5 cli
6 main
FLOORS
# header's beginning   the files that may include it
cat >"$tmp/doors" <<'DOORS'
uv.h       ^server/(net/(conn|conn_out|conn_peer|conn_turn|wheel|serve|client)|store/(redis|redis_line|store|keeper)|live/(hall|hub|lettering|pass|vault)|cli/[a-z_]+|main)\.
liburing   ^server/net/sends\.
llhttp.h   ^server/net/(http_parse|client)\.
openssl/   ^server/(net/(tls|cert[a-z_]*)|base/secret)\.
sodium.h   ^server/base/secret\.
hiredis/   ^server/store/redis\.
zlib.h     ^server/net/deflate\.
hb         ^server/print/font\.
jansson.h  ^server/wire/
unicode/   ^server/tools/pinyin_table\.
xlsxwriter ^server/print/sheet\.
cairo      ^server/print/paper\.
pango      ^server/print/paper\.
DOORS
: >"$tmp/bad"

find scoring server -name '*.[ch]' | sort >"$tmp/files"
xargs grep -Hn '^#include' <"$tmp/files" |
    sed 's/^\([^:]*\):\([0-9]*\):#include *[<"]\([^>"]*\)[>"].*/\1 \2 \3/' >"$tmp/includes"

awk -v out="$tmp/edges" '
    FNR == NR { floor[$2] = $1; next }
    {
        from = $1; sub(/^server\//, "", from)
        here = from ~ /^main/ ? "main" : from; sub(/\/.*/, "", here)
        there = $3; sub(/\/.*/, "", there)
        if (!(there in floor)) next                         # a foreign header: see the doors
        if (here != there && floor[there] >= floor[here])
            print $1 ":" $2 ": floors: " here " may not include " $3
        a = from; b = $3; sub(/\.[ch]$/, "", a); sub(/\.[ch]$/, "", b)
        if (a != b) print a, b > out
    }' "$tmp/floors" "$tmp/includes" >>"$tmp/bad"
if [ -s "$tmp/edges" ]; then tsort "$tmp/edges" 2>&1 >/dev/null | sed 's/^/floors: loop: /' >>"$tmp/bad"; fi

awk 'FNR == NR { door[$1] = $2; next }
    { for (lib in door) if (index($3, lib) == 1 && $1 !~ door[lib])
          print $1 ":" $2 ": doors: " $3 " has its door elsewhere (" door[lib] ")" }' \
    "$tmp/doors" "$tmp/includes" >>"$tmp/bad"

# One nm for all: `object: symbol type …` a line.
find "$build" \( -path '*tests*' -o -path '*llhttp*' -o -path '*bench*' \) -prune -o -name '*.c.o' -print0 |
    xargs -0 nm --print-file-name --defined-only --extern-only --format=posix 2>/dev/null |
    awk '{
        object = $1; sub(/:$/, "", object)
        stem = object; sub(/.*\//, "", stem); sub(/\.c\.o$/, "", stem)
        if ($2 != "main" && $2 !~ /^(__|_GLOBAL)/ && $2 != stem && index($2, stem "_") != 1)
            print object ": names: " $2 " does not begin with " stem "_"
    }' >>"$tmp/bad"

scoring=$(find "$build" -name libscoring.a)
if [ -n "$scoring" ]; then
    nm --undefined-only --format=posix "$scoring" 2>/dev/null | awk 'NF > 1 { print $1 }' | sort -u >"$tmp/wants"
    nm --defined-only --extern-only --format=posix "$scoring" 2>/dev/null | awk 'NF > 1 { print $1 }' | sort -u >"$tmp/has"
    comm -23 "$tmp/wants" "$tmp/has" |
        grep -vE '^(mem(cpy|move|set|cmp|chr)|strlen|qsort|bsearch|__(asan|ubsan|tsan|gcov|sanitizer|sancov|stack_chk|memcpy_chk|memset_chk|memmove_chk).*|__u?(div|mod|mul)o?ti[34]|__u(div|mod)ti3|_GLOBAL_OFFSET_TABLE_)$' |
        sed 's/^/purity: scoring calls /' >>"$tmp/bad"
fi

{
    cat "$tmp/files"
    find web tests bench \( -name node_modules -o -name dist \) -prune -o -type f \( -name '*.ts' -o -name '*.svelte' -o -name '*.mjs' \) -print
} | xargs wc -l | awk '$2 != "total" && $1 > 500 { print $2 ": size: " $1 " lines" }' >>"$tmp/bad"

if [ -s "$tmp/bad" ]; then
    cat "$tmp/bad"
    exit 1
fi
echo "house: $(wc -l <"$tmp/files") files, $(wc -l <"$tmp/includes") includes, no rule broken"
