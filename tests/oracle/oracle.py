#!/usr/bin/env python3
"""A second implementation of the rule book: plain, slow and written from the documentation alone.

It shares no line with the engine in C. It plays a recording (fixtures/RECORDING.md) and prints what
every competitor comes to, one JSON object a line, in the form of `jinbang tally --json`. Everything
is a Fraction; nothing is kept between two questions, each answer is worked out from the marks.
Usage: oracle.py RECORDING
"""
import json
import math
import sys
from fractions import Fraction as F

import matches
from honours import *  # noqa: F403


class Play:
    def __init__(self):
        self.skills = {}  # (competition, skill) -> Skill
        self.home = {}    # (competition, competitor) -> Skill

    def take(self, line):
        kind = line["k"]
        c = line.get("competition")
        if kind == "competition":
            d = line["definition"]
            for s in d["skills"]:
                self.skills[d["id"], s["id"]] = Skill(s)
        elif kind == "roster":
            for row in line["competitors"]:
                skill = self.skills[c, row["skill"]]
                skill.people[row["id"]] = Person(row["id"], row.get("team"), row.get("group"))
                self.home[c, row["id"]] = skill
        elif kind == "sheet":
            self.sheet(c, line["part"], line["competitor"], line["seat"], line["body"])
        elif kind == "ruling":
            self.rule(c, line["ruling"])
        elif kind == "bulk":
            b = line["bulk"]
            for name, value in b["rows"]:
                person = self.home[c, name].people[name]
                code = value in STATUSES
                person.sheets.setdefault((b["part"], b["seat"]), {})[b["aspect"]] = \
                    Code(value) if code else F(value)

    def sheet(self, c, part, name, seat, body):
        skill = self.home[c, name]
        person = skill.people[name]
        rules = skill.parts[part][2]
        if "declared" in body:
            person.declared[part] = body["declared"]
            return
        aspects = {a["id"]: a for a in rules["aspects"]}
        entries = {m["aspect"]: read_mark(aspects[m["aspect"]], m) for m in body["marks"]}
        if rules.get("marks") == "one_by_one":
            person.sheets.setdefault((part, seat), {}).update(entries)
        else:
            person.sheets[part, seat] = entries
        turn_when_all_in(person, rules)

    def rule(self, c, r):
        kind = r["ruling"]
        if kind in ("status", "adjust", "void", "excuse", "accept", "turn", "return"):
            skill = self.home[c, r["competitor"]]
            person = skill.people[r["competitor"]]
        elif kind in ("order", "field", "draw"):
            skill = self.find(c, r)
        elif kind == "match":
            skill = self.home[c, r["a"]]
            skill.bouts = matches.record(skill.bouts, matches.Bout(r), skill.stage(r["stage"]))
        if kind == "status":
            status = None if r["status"] == "running" else r["status"]
            for s in [r["stage"]] if "stage" in r else [s["id"] for s in skill.stages]:
                person.status[s] = status
        elif kind == "adjust":
            person.times[r["adjustment"]] = r["times"]
        elif kind == "void":
            rules = skill.parts[r["part"]][2]
            if r["seat"] == rules.get("technical"):
                person.declared.pop(r["part"], None)
            else:
                person.sheets.pop((r["part"], r["seat"]), None)
                close_when_none_is_left(person, rules)
        elif kind == "excuse":
            (person.excused.add if r["excused"] else person.excused.discard)((r["part"], r["seat"]))
            turn_when_all_in(person, skill.parts[r["part"]][2])
        elif kind == "accept":
            (person.accepted.add if r["accepted"] else person.accepted.discard)(r["part"])
        elif kind == "turn":
            person.turned.add(r["part"])
        elif kind == "return":
            for seat in skill.parts[r["part"]][2]["seats"]:
                person.sheets.pop((r["part"], seat), None)
            person.accepted.discard(r["part"])
            person.turned.discard(r["part"])
        elif kind == "order":
            for i, name in enumerate(r["competitors"]):
                skill.people[name].order[r["stage"]] = i + 1
        elif kind == "draw":
            for person in skill.people.values():
                person.draw.pop(r["stage"], None)
            for g, group in enumerate(r["groups"]):
                for n, name in enumerate(group):
                    skill.people[name].draw[r["stage"]] = (g + 1, n + 1)
        elif kind == "field":
            going = set(r["competitors"]) if "competitors" in r else \
                cut(skill, skill.stage(r["stage"]), evaluate(skill), skill.people)
            for name, person in skill.people.items():
                person.field[r["stage"]] = name in going

    def find(self, c, r):
        named = r.get("competitors") or (r.get("groups") or [[]])[0]
        if named:
            return self.home[c, named[0]]
        found = [s for (comp, sid), s in self.skills.items()
                 if comp == c and (r.get("skill") in (None, sid)) and any(x["id"] == r["stage"] for x in s.stages)]
        return found[0]


def evaluate(skill):
    stages = {}
    people = list(skill.people.values())
    for stage in skill.stages:
        stages[stage["id"]] = work_stage(skill, stage, people, stages)
    return stages


def exact(value):
    return str(value) if is_code(value) else f"{value.numerator}/{value.denominator}"


def standings(play):
    for (c, sid), skill in play.skills.items():
        stages = evaluate(skill)
        titles = honours(skill, stages)
        behind = {x.name: float(x.place or 0) for g in overall(skill, stages) for x in g} \
            if skill.rules.get("behind") else None
        for stage in skill.stages:
            order = rank(skill, stage, stages, skill.people)
            placed = places(skill.rules.get("convention", "standard"), order)
            in_heats = heat_places(skill, stage, order, skill.people)
            in_groups = group_places(skill, order, skill.people)
            for listed, group in order:
                for name in sorted(group):
                    r = stages[stage["id"]][name]
                    place = placed[name]
                    half = place is not None and F(place).denominator == 2
                    group = {"group": skill.people[name].group,
                             "group_place": float(in_groups[name] or 0)} if skill.groups else {}
                    heat = heat_of(skill.people[name], stage) if stage.get("heats") else None
                    if heat:
                        group["heat"], group["heat_place"] = heat, float(in_heats[name] or 0)
                    if behind is not None:
                        group["overall"] = behind.get(name, 0.0)
                    yield {"competition": c, "skill": sid, "stage": stage["id"], "id": name,
                           "place": 0 if place is None else math.floor(place), "half": half,
                           "status": r.status or "running", "total": exact(r.total), "own": exact(r.own),
                           "complete": r.complete,
                           "titles": titles.get(name, []), **group}


def main():
    play = Play()
    with open(sys.argv[1], encoding="utf-8") as file:
        for text in file:
            play.take(json.loads(text))
    for line in standings(play):
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
