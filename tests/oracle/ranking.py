"""From totals to classes, order, places and cuts."""
import functools
import math
from fractions import Fraction as F

import matches
from stage import *  # noqa: F403

CLASSES = {"complete": 0, "coded": 1, "running": 2, "dnf": 3, "dns": 4, "withdrawn": 5, "no_show": 6, "dsq": 7}

def class_of(skill, result):
    if result.status:
        effect = skill.effects[result.status]
        if not effect["ranked"]:
            return None if effect["hidden"] else result.status
    elif not result.complete:
        return "running"
    if is_code(result.total) and not skill.effects[result.total]["ranked"]:
        return "coded"
    return "complete"


def tie_key(skill, stage, stages, people, step, name):
    """A value to compare, and whether lower is better; None when the step has no say."""
    def has_say(s):
        later = skill.stages.index(s) < skill.stages.index(stage) and step.get("always")
        return s["id"] == stage["id"] or s["id"] in stage.get("carry", []) or later
    low = step.get("order", "low" if "time" in step or "ruling" in step else "high") == "low"
    if any(kind in step for kind in matches.STEPS):
        return None  # the matches have said it
    if "ruling" in step:
        return people[name].order.get(stage["id"], math.inf), True
    if "aspect" in step:
        for s in skill.stages:
            for m in s.get("modules", []):
                if step.get("stage", s["id"]) == s["id"] and m["id"] == step["module"]:
                    if not has_say(s):
                        return None
                    parts = [stages[s["id"]][name].parts[p["id"]] for p in module_of(skill, s, m)["parts"]]
                    figures = [f for p in parts if (f := p.of_aspect(step["aspect"])) is not None]
                    codes = [f for f in figures if is_code(f)]
                    return codes[0] if codes else sum(figures, F(0)), low
    wanted = step.get("module") or step.get("firsts") or step.get("countback") or step.get("latest")
    if wanted:
        for s in skill.stages:
            if step.get("stage", s["id"]) == s["id"] and any(m["id"] == wanted for m in s.get("modules", [])):
                if not has_say(s):
                    return None
                if "module" in step:
                    return stages[s["id"]][name].modules[wanted], low
                if "firsts" in step:
                    return firsts(skill, s, wanted, stages[s["id"]], people, name), low
                rules = next(m for m in s["modules"] if m["id"] == wanted)
                if "order" not in step:
                    low = skill.low(rules, s)
                return one_by_one(skill, s, rules, stages[s["id"]][name], "latest" in step, low), low
    if "stage" in step:
        s = skill.stage(step["stage"])
        return (stages[s["id"]][name].own, low) if has_say(s) else None
    part = step.get("part") or step.get("time") or step.get("untrimmed")
    s, module, rules = skill.parts[part]
    if not has_say(s):
        return None
    p = stages[s["id"]][name].parts[part]
    if "part" in step:
        return (p.value if p.complete else F(0)), low
    if "time" in step:
        return (Code("dnf") if p.time is None else p.time), low
    return untrimmed(people[name], rules), low


def untrimmed(person, part):
    plain = dict(part, drop_high=0, drop_low=0, trim=[], variance=None)
    if plain.get("reduce") == "middle_two":  # the middle two leave the others out
        plain["reduce"] = "mean"
    plain.pop("variance")
    plain.pop("normalise", None)
    p = Part(None, person, None, None, plain)
    return p.figure if p.complete else F(0)


def one_by_one(skill, stage, module, result, latest, low):
    """The values of a countback; one that is not there is a code."""
    owner = module_of(skill, stage, module)
    parts = [result.parts[p["id"]] for p in owner["parts"]]
    if latest:
        return [p.value if p.complete else Code("dnf") for p in reversed(parts)]
    have = [p for p in parts if p.complete]
    kept, _ = chosen(module, [p.value for p in have], weights([p.part for p in have]), skill.low(module, stage))
    return best_first(kept, low) + [Code("dnf")] * (len(parts) - len(kept))


def compare_lists(a, b, low):
    return next((c for c in (compare(x, y, low) for x, y in zip(a, b)) if c), 0)


def firsts(skill, stage, module, results, people, name):
    rules = next(m for m in stage["modules"] if m["id"] == module)
    count = 0
    for part in rules["parts"]:
        low = skill.low(part, rules, stage)
        values = [r.parts[part["id"]].value for r in results.values()
                  if r.parts[part["id"]].complete and not is_code(r.parts[part["id"]].value)]
        p = results[name].parts[part["id"]]
        if p.complete and values and not is_code(p.value):
            count += p.value == (min(values) if low else max(values))
    return F(count)


def compare(a, b, low):
    return -1 if better(a, b, low) else 1 if better(b, a, low) else 0


def grouped(lines, before):
    """Splits a list into runs of equals by a comparison, in order."""
    lines = sorted(lines, key=functools.cmp_to_key(before))
    groups = []
    for line in lines:
        if groups and before(groups[-1][0], line) == 0:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def by_total(names, results, low, tolerance):
    groups = grouped(names, lambda a, b: compare(results[a].total, results[b].total, low))
    if not tolerance:
        return groups
    within = F(tolerance["within"])
    joined = []
    for group in groups:
        value = results[group[0]].total
        if joined and not is_code(value):
            start = results[joined[-1][-1 if tolerance.get("chained") else 0]].total
            if not is_code(start) and abs(start - value) <= within:
                joined[-1] += group
                continue
        joined.append(list(group))
    return joined


def rank(skill, stage, stages, people):
    """[(class, [names that share a place])] in order."""
    results = stages[stage["id"]]
    classes = {}
    for name, result in results.items():
        listed = class_of(skill, result)
        if listed and not result.out and (result.started or result.status):
            classes.setdefault(listed, []).append(name)
    order = []
    for listed in sorted(classes, key=CLASSES.get):
        groups = by_total(classes[listed], results, skill.low(stage),
                          skill.rules.get("tolerance") if listed == "complete" else None)
        if stage.get("roll_up") == "matches":
            groups = grouped(classes[listed], lambda a, b: (results[a].method or 0) - (results[b].method or 0))
        if stage.get("roll_up") == "skating":
            groups = [g for group in groups for g in
                      grouped(group, lambda a, b: (results[a].skating or 0) - (results[b].skating or 0))]
        for step in skill.rules.get("tie_break", []):
            split = []
            for group in groups:
                keys = {n: tie_key(skill, stage, stages, people, step, n) for n in group}
                if any(k is None for k in keys.values()):
                    split.append(group)
                    continue
                by = compare_lists if "countback" in step or "latest" in step else compare
                split += grouped(group, lambda a, b: by(keys[a][0], keys[b][0], keys[a][1]))
            groups = split
        order += [(listed, group) for group in groups]
    return order


def places(convention, order):
    out, before = {}, 0
    distinct = 0
    for listed, group in order:
        n = len(group)
        place = {"standard": before + 1, "ordinal": before + 1, "dense": distinct + 1,
                 "modified": before + n}.get(convention)
        if convention == "fractional":
            place = before + F(n + 1, 2)
        for name in group:
            out[name] = place if listed == "complete" else None
        if listed == "complete":
            before += n
            distinct += 1
    return out


class Limit:
    """At most so many of a delegation; those of one who share a place go together or not at all."""

    def __init__(self, people, most, wide):
        self.people, self.most, self.wide = people, most, wide
        self.taken, self.closed = {}, set()

    def fits(self, group):
        """Those of a group of equals whose delegation has room."""
        going = []
        for name in group:
            team = self.people[name].team
            asking = sum(1 for n in group if self.people[n].team == team)
            room = (self.most or math.inf) - self.taken.get(team, 0)
            if team is None or (team not in self.closed and room > 0 and (self.wide or asking <= room)):
                going.append(name)
        return going

    def take(self, group, going):
        """Those who fit have been taken; a delegation that did not fit is closed."""
        for team in {self.people[n].team for n in group} - {None}:
            mine = [n for n in group if self.people[n].team == team]
            if mine[0] in going:
                self.taken[team] = self.taken.get(team, 0) + len(mine)
            elif self.most:
                self.closed.add(team)


def take(groups, size, limit, wide):
    """The best `size` of groups of equals; a group that does not fit ends it, or goes whole."""
    going = set()
    for group in groups:
        room = size - len(going)
        if room <= 0:
            break
        fitting = limit.fits(group)
        if len(fitting) > room and not wide:
            break
        limit.take(group, fitting)
        going |= set(fitting)
    return going


def within(order, people, group):
    """The order of one group alone."""
    alone = [(listed, [n for n in names if people[n].group == group]) for listed, names in order]
    return [(listed, names) for listed, names in alone if names]


def heat_of(person, stage):
    return person.draw[stage["id"]][0] if stage["id"] in person.draw else None


def in_heat(order, people, stage, heat):
    alone = [(listed, [n for n in names if heat_of(people[n], stage) == heat]) for listed, names in order]
    return [(listed, names) for listed, names in alone if names]


def heat_places(skill, stage, order, people):
    out = {}
    for heat in {heat_of(p, stage) for p in people.values()} - {None}:
        out.update(places(skill.rules.get("convention", "standard"), in_heat(order, people, stage, heat)))
    return out


def group_places(skill, order, people):
    out = {}
    for group in skill.groups:
        out.update(places(skill.rules.get("convention", "standard"), within(order, people, group)))
    return out


def cut(skill, stage, stages, people):
    """Whom the cut of this stage lets through: in each group by itself where they compete apart."""
    if skill.apart and not stage["field"].get("together"):
        return {n for g in skill.groups for n in cut_group(skill, stage, stages, people, g)}
    return cut_group(skill, stage, stages, people, None)


def cut_group(skill, stage, stages, people, group):
    rule = stage["field"]
    source = skill.stage(rule["from"])
    ranked = rank(skill, source, stages, people)
    if group is not None:
        ranked = within(ranked, people, group)
    order = [g for listed, g in ranked if listed == "complete"]
    base = sum(1 for name, r in stages[source["id"]].items()
               if group in (None, people[name].group) and not r.out and r.started and (not r.status or skill.effects[r.status]["in_base"]))
    if base < rule.get("least", 0):
        return set()
    wide = rule.get("ties", "all") == "all"
    limit = Limit(people, rule.get("per_team"), wide)
    if "each" in rule:
        going = set()
        for heat in sorted({heat_of(p, source) for p in people.values()} - {None}):
            alone = in_heat(ranked, people, source, heat)
            going |= take([g for listed, g in alone if listed == "complete"], rule["each"], limit, wide)
        rest = [[n for n in g if n not in going] for g in order]
        return going | take([g for g in rest if g], rule.get("rest", 0), limit, wide)
    if "score" in rule:
        low = skill.low(source)
        groups = [[n for n in g if not better(F(rule["score"]), stages[source["id"]][n].total, low)
                   and not is_code(stages[source["id"]][n].total)] for g in order]
        return take([g for g in groups if g], math.inf, limit, wide)
    if "share" in rule:
        size = rounded(base * percent(rule["share"]), {"places": 0, "mode": rule.get("mode", "truncate")})
    else:
        size = rule["top"]
    return take(order, size, limit, wide)
