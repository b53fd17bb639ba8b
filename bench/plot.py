"""Draws what `BENCH_LOG=LOG sh bench/run watch` measured: python3 bench/plot.py LOG >bench/watch.svg

One row of bars for each figure, the medians of the rounds, the node in red. Needs gnuplot (Debian: gnuplot-nox)."""

import json
import statistics
import subprocess
import sys

KINDS = [("board", "jinbang"), ("bare", "bare"), ("nchan", "nchan"), ("ws", "ws")]
FIGURES = [
    ("us_a_delivery", 1, "CPU per delivery, µs"),
    ("p99_us", 1000, "99th percentile, ms"),
    ("bytes_a_watcher", 1000, "memory per idle watcher, kB"),
]


def medians(lines, key, scale):
    for kind, name in KINDS:
        values = [line[key] / scale for line in lines if line["what"] == kind]
        if values and not (kind == "bare" and key == "bytes_a_watcher"):  # it keeps a number for each
            yield name, statistics.median(values)


def panel(lines, key, scale, title):
    rows = list(medians(lines, key, scale))
    data = "\n".join(f'{at} {value:.4g} {0xC8102E if name == "jinbang" else 0x8A8D91} "{name}"' for at, (name, value) in enumerate(rows))
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
    with open(sys.argv[1], encoding="utf-8") as log:
        lines = [json.loads(line) for line in log if '"bench":"watch"' in line]
    lines = [line for line in lines if line["boards"] == 1 and line["deaf"] == 0]
    if not lines:
        sys.exit("the log holds no round of watch")
    script = f"""set terminal svg size 1080,360 font "sans-serif,13" background "#ffffff"
set multiplot layout 1,{len(FIGURES)} title "{lines[0]['watchers']:,} watchers of one board"
set style fill solid noborder
set border 1
unset ytics
""" + "".join(panel(lines, *figure) for figure in FIGURES)
    sys.stdout.flush()
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


if __name__ == "__main__":
    main()
