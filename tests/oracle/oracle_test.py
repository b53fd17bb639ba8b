#!/usr/bin/env python3
"""Random histories through the engine and through the second implementation: both must agree.

JINBANG names the binary. HISTORIES says how many (default 150); FIRST the first seed.
"""
import json
import os
import subprocess
import tempfile
import unittest

import history
import oracle

BINARY = os.environ.get("JINBANG", "build/dev/server/jinbang")
HISTORIES = int(os.environ.get("HISTORIES", "150"))
FIRST = int(os.environ.get("FIRST", "1"))


def accepts(definition):
    """Does the engine take it, or ask for roundings?"""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(definition, file, ensure_ascii=False)
        file.flush()
        return subprocess.run([BINARY, "check", file.name], capture_output=True, check=False).returncode == 0


def engine(path):
    """What the engine says, by stage and competitor."""
    run = subprocess.run([BINARY, "tally", "--json", path], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise AssertionError(f"{path}: {run.stderr.strip()[-600:]}")
    return {(line["stage"], line["id"]): line for line in map(json.loads, run.stdout.splitlines())}


def differences(mine, theirs):
    """Figures of one who is still being marked, or has no place for his status, are nobody's promise."""
    for key in sorted(set(mine) | set(theirs)):
        a, b = mine.get(key), theirs.get(key)
        if a is None or b is None:
            yield f"{key}: listed by {'the engine' if a is None else 'the oracle'} only"
            continue
        names = ["place", "half", "status", "titles"] + [n for n in ("group", "group_place", "heat", "heat_place", "overall") if n in a]
        if a["status"] == "running" or a["place"]:
            names += ["complete"] + (["total", "own"] if a["complete"] else [])
        for name in names:
            if a[name] != b[name]:
                yield f"{key}: {name} is {b[name]}, by the oracle {a[name]}"


def play(lines):
    played = oracle.Play()
    for line in lines:
        played.take(line)
    return {(line["stage"], line["id"]): line for line in oracle.standings(played)}


class RandomHistories(unittest.TestCase):
    def test_the_engine_and_the_second_implementation_agree_on_random_histories(self):
        wrong = []
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "history.ndjson")
            for seed in range(FIRST, FIRST + HISTORIES):
                lines = history.Writer(seed, accepts).write()
                with open(path, "w", encoding="utf-8") as out:
                    out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
                try:
                    wrong += [f"seed {seed}: {text}" for text in differences(play(lines), engine(path))][:4]
                except AssertionError as failed:
                    wrong.append(f"seed {seed}: {failed}")
        self.assertEqual(wrong, [], f"{len(wrong)} differences")


if __name__ == "__main__":
    unittest.main()
