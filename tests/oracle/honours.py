"""The final standing over all stages, and the titles that it gives."""
from fractions import Fraction as F

from ranking import *  # noqa: F403


class Line:
    """One competitor in the final standing."""

    def __init__(self, name, stage, place):
        self.name, self.stage, self.place = name, stage, place
        self.titles = []


def last_stage_of(skill, stages, person):
    """The last stage that he came to, or None."""
    for stage in reversed(skill.stages):
        r = stages[stage["id"]][person.name]
        there = r.started or person.field.get(stage["id"]) is True
        listed = class_of(skill, r) and not r.out and (r.started or r.status)
        if there and listed:
            return stage["id"]
    return None


def overall(skill, stages, among=None):
    """Groups of lines in order: those of the last stage, then those who went out in the one before.
    Of the group `among` alone, if there is one."""
    before = distinct = 0
    groups = []
    for stage in reversed(skill.stages):
        for listed, names in rank(skill, stage, stages, skill.people):
            names = [n for n in names if last_stage_of(skill, stages, skill.people[n]) == stage["id"]
                     and among in (None, skill.people[n].group)]
            if not names:
                continue
            place = None
            if listed == "complete":
                place = {"dense": distinct + 1, "modified": before + len(names),
                         "fractional": before + F(len(names) + 1, 2)}.get(
                             skill.rules.get("convention", "standard"), before + 1)
            groups.append([Line(n, stage["id"], place) for n in names])
            if listed != "dsq":
                before += len(names)
                distinct += 1
    return groups


def in_base(skill, stages, name):
    first = skill.stages[0]["id"]
    r = stages[first][name]
    good = not r.out and (skill.effects[r.status]["in_base"] if r.status else r.started)
    return good and all(not s or skill.effects[s]["in_base"]
                        for s in (stages[x["id"]][name].status for x in skill.stages[1:]))


def may_have(skill, stages, line, title, base):
    last = skill.stages[-1]
    using_up = [t["id"] for t in skill.rules["titles"] if not t.get("besides")]
    if base < title.get("entrants_least", 0):
        return False
    if any(t not in line.titles for t in title.get("needs", [])) or \
            any(t in line.titles for t in title.get("excludes", [])):
        return False
    if not title.get("needs") and any(t in using_up for t in line.titles):
        return False
    listed = line.stage == last["id"] or skill.rules.get("behind")
    if "from" in title and not (listed and title["from"] <= line.place < title["to"] + 1):
        return False
    if "total" in title:
        total = stages[line.stage][line.name].total
        return not is_code(total) and not better(F(title["total"]), total, skill.low(last))
    return True


def give(skill, stages, title, among, titles):
    """Gives one title, in the group `among` or in all; `titles` is what everybody has so far."""
    groups = [g for g in overall(skill, stages, among) if g[0].place is not None]
    named = title.get("groups") or skill.groups or [None]
    everybody = [n for n, p in skill.people.items() if among in (None, p.group) and p.group in named]
    base = sum(1 for n in everybody if in_base(skill, stages, n))
    for line in [x for g in groups for x in g]:
        line.titles = titles[line.name]
    wide = title.get("ties", "narrow") == "widen"
    size = title.get("count", math.inf)
    if "share" in title:
        size = rounded(base * percent(title["share"]), {"places": 0, "mode": title.get("mode", "half_up")})
    limit = Limit(skill.people, title.get("per_team"), wide)
    asking = [[x.name for x in g if x.name in everybody and may_have(skill, stages, x, title, base)]
              for g in groups]
    for name in take([g for g in asking if g], size, limit, wide):
        titles[name].append(title["id"])


def honours(skill, stages):
    """{name: his titles in the order of the table}."""
    titles = {n: [] for n in skill.people}
    for title in skill.rules.get("titles", []):
        apart = skill.apart and not title.get("together")
        for among in (skill.groups if apart else [None]):
            give(skill, stages, title, among, titles)
    return titles
