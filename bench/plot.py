"""Draws what `BENCH_LOG=LOG sh bench/run watch boards flood deaf judged again follow` measured:
python3 bench/plot.py watch LOG >bench/watch.svg
python3 bench/plot.py hall LOG >bench/hall.svg

One row of bars for each figure, the medians of the rounds, the node in red. Needs gnuplot (Debian: gnuplot-nox)."""

import json
import statistics
import subprocess
import sys

OURS, OTHERS = 0xC8102E, 0x8A8D91
WATCH = {"bench": "watch", "boards": 1, "deaf": 0}
KINDS = [("jinbang", {"what": "board"}), ("bare", {"what": "bare"}), ("nchan", {"what": "nchan"}), ("ws", {"what": "ws"})]
BOARDS = {"bench": "watch", "boards": 4}

# A panel: its title, the figure, what it is divided by, what its lines have in common, and its bars.
PICTURES = {
    "watch": [
        ("CPU per delivery, µs", "us_a_delivery", 1, WATCH, KINDS),
        ("99th percentile, ms", "p99_us", 1000, WATCH, KINDS),
        ("memory per idle watcher, kB", "bytes_a_watcher", 1000, WATCH, [kind for kind in KINDS if kind[0] != "bare"]),
    ],
    "hall": [
        ("four boards at once:\\nCPU per frame, µs", "us_a_delivery", 1, BOARDS, [("one write", {"what": "board"}), ("a send each", {"what": "bare"})]),
        ("one in twenty does not read:\\np99 of the others, ms", "p99_us", 1000, {"bench": "watch", "what": "board", "boards": 1},
         [("all read", {"deaf": 0}), ("some do not", {"deaf": range(1, 10**6)})]),
        ("a judge's PUT:\\np99, ms", "p99_us", 1000, {"bench": "put", "what": "PUT"}, [("alone", {"layout": "alone"}), ("10,000 watch", {"layout": "watched"})]),
        ("one board saturated:\\npictures of 600 marks", "a_reader", 1, {"bench": "flood"}, [("a reader's", {})]),
        ("started again:\\ns until the last is back", "back_ms", 1000, {"bench": "again"}, [("stopped", {"how": "stop"}), ("kill -9", {"how": "killed"})]),
        ("480,000 competitors:\\nnode and Redis, % of a core", "cpu_us", 10000, {"bench": "follow"}, [("top 50", {"what": "top"}), ("each his own", {"what": "follow"})]),
    ],
}


def holds(line, words):
    return all(line.get(key) in value if isinstance(value, range) else line.get(key) == value for key, value in words.items())


def bars(lines, key, scale, common, kinds):
    for name, words in kinds:
        values = [line[key] / scale for line in lines if holds(line, common) and holds(line, words)]
        if values:
            yield name, statistics.median(values)


def panel(lines, title, key, scale, common, kinds):
    rows = list(bars(lines, key, scale, common, kinds))
    if not rows:
        sys.exit(f"the log holds nothing for: {title}")
    colour = [OTHERS if name in ("bare", "nchan", "ws", "a send each") else OURS for name, _ in rows]
    data = "\n".join(f'{at} {value:.4g} {colour[at]} "{name}"' for at, (name, value) in enumerate(rows))
    ticks = ", ".join(f'"{name}" {at}' for at, (name, _) in enumerate(rows))
    return f"""set title "{title}"
set xtics ({ticks}) nomirror
set yrange [0:{max(value for _, value in rows) * 1.18:.4g}]
set xrange [-0.6:{len(rows) - 0.4}]
$data << END
{data}
END
plot $data using 1:2:(0.62):3 with boxes lc rgb variable notitle, "" using 1:2:(sprintf("%.3g", $2)) with labels offset 0,0.6 notitle
"""


def main():
    panels = PICTURES[sys.argv[1]]
    with open(sys.argv[2], encoding="utf-8") as log:
        lines = [json.loads(line) for line in log if line.startswith("{")]
    rows = (len(panels) + 2) // 3
    script = f"""set terminal svg size 1080,{360 * rows} font "sans-serif,13" background "#ffffff"
set multiplot layout {rows},3
set style fill solid noborder
set border 1
unset ytics
""" + "".join(panel(lines, *figure) for figure in panels)
    sys.stdout.flush()
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


if __name__ == "__main__":
    main()
