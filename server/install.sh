# Sourced by server/run and tests/run. `need GROUP …` installs the packages of server/packages that are missing, and says which;
# `node_ready` puts a node of at least 20.19 (what Vite wants) into PATH, from npm where Debian's is older.

say() { printf '== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        echo "$0: these packages are missing and neither root nor sudo is here to install them: $missing" >&2
        exit 77
    fi
}

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

# llhttp: Debian 13 has libllhttp-dev, Debian 12 the sources in node-llhttp. npm: not needed where one came with node.
wanted() {
    for group in "$@"; do
        if [ "$group" = node ] && command -v node >/dev/null && command -v npm >/dev/null; then continue; fi
        sed -n "s/^$group  *//p" "$root/server/packages"
    done
    case " $* " in *' build '*)
        if is_installed libllhttp-dev || apt-cache show libllhttp-dev >/dev/null 2>&1; then echo libllhttp-dev; else echo node-llhttp; fi ;;
    esac
}

need() {
    missing=
    for package in $(wanted "$@"); do is_installed "$package" || missing="$missing $package"; done
    [ -n "$missing" ] || return 0
    say "installing Debian packages:$missing"
    as_root apt-get update -qq
    missing=
    for package in $(wanted "$@"); do is_installed "$package" || missing="$missing $package"; done
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

node_is_new() { node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; }

node_ready() {
    if [ -x "$root/build/node/node_modules/node/bin/node" ]; then PATH="$root/build/node/node_modules/node/bin:$PATH"; fi
    node_is_new && return 0
    say "this system's node is too old for the web build: getting node 22 from npm into build/node"
    mkdir -p "$root/build/node"
    npm install --prefix "$root/build/node" --no-audit --no-fund --silent node@22
    PATH="$root/build/node/node_modules/node/bin:$PATH"
    node_is_new || { echo "no node of at least 20.19 could be had" >&2; exit 69; }
}

# npm ci where node_modules is missing or older than the lock file.
modules_ready() {
    if [ ! -f "$1/node_modules/.package-lock.json" ] || [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
        say "installing npm packages of ${1#"$root"/}"
        (cd "$1" && npm ci --no-audit --no-fund --silent && touch node_modules/.package-lock.json)
    fi
}

# Builds the pages when a source is newer than the last build.
web_ready() {
    node_ready
    modules_ready "$root/web"
    if [ ! -f "$root/web/dist/index.html" ] || [ -n "$(find "$root/web" -path "$root/web/node_modules" -prune -o -path "$root/web/dist" -prune -o -type f -newer "$root/web/dist/index.html" -print | head -1)" ]; then
        say "building the web pages"
        (cd "$root/web" && npm run --silent build)
    fi
}

# build_ready PRESET TARGET…: release is built without the tests, which want packages of their own.
build_ready() {
    preset=$1; shift
    [ -f "$root/build/$preset/build.ninja" ] ||
        (cd "$root" && cmake --preset "$preset" -DBUILD_TESTING="$([ "$preset" = release ] && echo OFF || echo ON)" >/dev/null)
    say "building $preset"
    cmake --build "$root/build/$preset" --target "$@" -- --quiet
}
