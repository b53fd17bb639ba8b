"""From parts to a stage's own figure and total, with the field where a rule looks at it."""
from fractions import Fraction as F

import matches
from person import *  # noqa: F403


def weights(parts):
    return [F(p.get("weight", "1")) for p in parts]


def same_code(codes):
    """Codes of one kind are that kind; different ones together are a DNF."""
    return codes[0] if len(set(codes)) == 1 else Code("dnf")


def roll(how, values, ws, low):
    if any(is_code(v) for v in values):
        codes = [v for v in values if is_code(v)]
        if how in ("best", "worst"):
            ordered = best_first(values, low)
            chosen_one = ordered[0] if how == "best" else ordered[-1]
            return chosen_one if not is_code(chosen_one) else same_code(codes)
        return same_code(codes) if len(codes) == len(values) else Code("dnf")
    if not values:
        return F(0)
    if how == "sum":
        return sum((v * w for v, w in zip(values, ws)), F(0))
    if how == "mean":
        return sum((v * w for v, w in zip(values, ws)), F(0)) / sum(ws, F(0))
    if how == "product":
        value = F(1)
        for v in values:
            value *= v
        return value
    ordered = best_first(values, low)
    return ordered[0] if how == "best" else ordered[-1]


def chosen(module, values, ws, low):
    """The values that count after the dropped ones, with their weights."""
    order = sorted(range(len(values)),
                   key=lambda i: (1, 0) if is_code(values[i]) else (0, values[i] if low else -values[i]))
    order = order[module.get("drop_best", 0):]
    if module.get("drop_worst"):
        order = order[:-module["drop_worst"]]
    if module.get("best"):
        order = order[:module["best"]]
    keep = sorted(order)
    return [values[i] for i in keep], [ws[i] for i in keep]


class Result:
    def __init__(self):
        self.parts, self.modules = {}, {}
        self.own = self.total = F(0)
        self.complete = self.started = self.held = False
        self.status = None
        self.out = False
        self.skating = None
        self.method = None  # of matches


def module_of(skill, stage, module):
    if "of" in module:
        names = [m["id"] for m in stage["modules"]]
        first = names.index(module["of"])
        last = names.index(module.get("to", module["of"]))
        owners = [m for m in stage["modules"][first:last + 1] if "parts" in m]
        return dict(owners[0], parts=[p for m in owners for p in m["parts"]])
    return module


def work_module(skill, stage, module, person, result, forgiven):
    owner = module_of(skill, stage, module)
    parts = [result.parts[p["id"]] for p in owner["parts"]]
    low = skill.low(module, stage)
    cutoff = owner.get("cutoff")
    missed = False
    if cutoff:
        first = parts[:cutoff["after"]]
        than = F(cutoff["than"])
        passes = any(p.complete and not is_code(p.value) and not p.coded and
                     (better(p.value, than, low) or (cutoff.get("or_equal") and p.value == than))
                     for p in first)
        missed = not passes and all(p.complete for p in first)
        if missed:
            parts = first
    counted = [p for p in parts if p.counts]
    complete = all(p.complete for p in counted)
    have = [p for p in counted if p.complete or forgiven]
    values = [p.figure if module.get("figure") == "judges" else p.value for p in have]
    ws = weights([p.part for p in have])
    if missed and module is owner:
        return Code("dnf"), complete
    values, ws = chosen(module, values, ws, low)
    value = roll(module.get("roll_up", "sum"), values, ws, low)
    if is_code(value):
        return value, complete
    value = adjusted(skill, person, module, value, result.parts)
    value = limited(module, value)
    if any("module" in p.veto for p in have):
        value = F(0)
    how = module.get("rounding", {})
    longer = how.get("long")
    value = rounded(value, longer if longer and value > F(longer["from"]) else how.get("sum"))
    weight = module.get("weight", "1")
    return rounded(value * percent(weight), how.get("value")), complete


def dance_places(marks):
    """Rules 5-8: marks[who] is a list of places; places of all, shared ones as the mean."""
    names = list(marks)
    judges = len(marks[names[0]])
    majority = judges // 2 + 1
    order = []

    def split(group, column):
        if len(group) == 1 or column > len(names):
            order.append(group)
            return
        def key(w):
            low = [m for m in marks[w] if m <= column]
            return (-len(low), sum(low))
        for k in sorted({key(w) for w in group}):
            same = [w for w in group if key(w) == k]
            split(same, column + 1) if len(same) > 1 else order.append(same)

    left, column = list(names), 1
    while left:
        won = [w for w in left if sum(1 for m in marks[w] if m <= column) >= majority]
        if won:
            split(won, column)
            left = [w for w in left if w not in won]
        column += 1
    places, next_place = {}, 1
    for group in order:
        for w in group:
            places[w] = F(sum(range(next_place, next_place + len(group))), len(group))
        next_place += len(group)
    return places


def final_order(dances, marks, counts_only):
    """Rules 9-11: dances: list of {who: place}; marks[who]: all marks. {who: order}."""
    names = list(marks)
    totals = {w: sum((d[w] for d in dances), F(0)) for w in names}
    order, place = {}, 1

    def rule11(group, at):
        majority = len(marks[group[0]]) // 2 + 1
        for column in range(at, len(names) + 1):
            have = {w: [m for m in marks[w] if m <= column] for w in group}
            ok = [w for w in group if len(have[w]) >= majority]
            if ok:
                key = {w: (-len(have[w]), sum(have[w])) for w in ok}
                group = [w for w in ok if key[w] == min(key.values())]
                if len(group) == 1:
                    return group[0]
        return None

    def decide(group, at):
        while group:
            if len(group) == 1:
                order[group[0]] = at
                return at + 1
            def key(w):
                low = [d[w] for d in dances if d[w] <= at]
                return (-len(low),) if counts_only else (-len(low), sum(low, F(0)))
            best = min(key(w) for w in group)
            first = [w for w in group if key(w) == best]
            if len(first) == 1:
                order[first[0]] = at
                at += 1
            else:
                winner = rule11(first, at)
                if winner is None:
                    for w in first:
                        order[w] = at
                    at += len(first)
                else:
                    order[winner] = at
                    at = decide([w for w in first if w != winner], at + 1)
            group = [w for w in group if w not in first]
        return at

    for total in sorted(set(totals.values())):
        place = decide([w for w in names if totals[w] == total], place)
    return totals, order


def judge_table(skill, people, stage):
    """All figures of each judge over the field, for normalisation."""
    table = {"low": {}}
    for module in stage.get("modules", []):
        for part in module.get("parts", []):
            table["low"][part["id"]] = skill.low(part, module, stage)
            if "normalise" not in part:
                continue
            for seat in part.get("seats", []):
                figures = table[part["id"], seat] = []
                for person in people:
                    if (part["id"], seat) in person.sheets and in_statistics(skill, person, stage) \
                            and (part["id"], seat) not in person.excused:
                        probe = Part.__new__(Part)
                        entries = person.sheets[part["id"], seat]
                        if any(is_code(e) for e in entries.values()):
                            continue
                        d = person.declared.get(part["id"], {})
                        how = part.get("rounding", {}).get("sheet")
                        figures.append(rounded(sum((Part.scaled(probe, a, entries[a["id"]], d)
                                            for a in part["aspects"]
                                            if entries.get(a["id"]) is not None and not a.get("aside")),
                                           F(0)), how))
    return table


def status_of(skill, person, stage):
    here = person.status.get(stage["id"])
    if here:
        return here
    for earlier in skill.stages[:skill.stages.index(stage)]:
        before = person.status.get(earlier["id"])
        if before and skill.effects[before]["later"]:
            return before
    return None


def in_statistics(skill, person, stage):
    status = status_of(skill, person, stage)
    return status is None or skill.effects[status]["in_statistics"]


def in_field(person, stage):
    return "field" not in stage or person.field.get(stage["id"]) is True


def against(how, own, values, low):
    if how["by"] == "best":
        best = min(values) if low else max(values)
        top, bottom = (best, own) if low else (own, best)
        return F(0) if bottom == 0 else F(how["max"]) * top / bottom
    before = sum(1 for v in values if better(v, own, low))
    same = sum(1 for v in values if v == own)
    places = range(before + 1, before + same + 1)
    if how["by"] == "place":
        return F(sum(places), same)
    if how["by"] == "borda":
        return mean([F(len(values) - p) for p in places])
    points = how["points"]
    return mean([F(points[p - 1]) if p <= len(points) else F(0) for p in places])


def meet_field(skill, stage, people, results):
    entered = sum(1 for w in people if in_field(w, stage))
    for module in stage.get("modules", []):
        for part in module.get("parts", []):
            here = [(w, results[w.name].parts[part["id"]]) for w in people]
            here = [(w, p) for w, p in here if in_statistics(skill, w, stage) and in_field(w, stage)]
            if part.get("reduce") == "majority":
                meet_majority(part, here)
            if "against" in part:
                low = skill.low(part, module, stage)
                done = [p for _, p in here if p.complete and not p.held and not is_code(p.value)]
                values = [p.value for p in done]
                for p, value in [(p, against(part["against"], p.value, values, low)) for p in done]:
                    p.value = value
            for w in people:
                p = results[w.name].parts[part["id"]]
                if p.complete:
                    p.entered = entered
                    p.close(skill)


def meet_majority(part, here):
    aspect = part["aspects"][0]["id"]
    seats = part["seats"]
    marks = {}
    for w, p in here:
        if not p.complete:
            break
        marks[w.name] = [int(w.sheets[part["id"], s][aspect]) for s in seats]
    else:
        n = len(here)
        proper = n > 0 and all(sorted(m[i] for m in marks.values()) == list(range(1, n + 1))
                               for i in range(len(seats)))
        if proper:
            places = dance_places(marks)
            for w, p in here:
                p.value = p.before = places[w.name]
            return
    for _, p in here:
        p.complete = False


def work_stage(skill, stage, people, earlier):
    judges = judge_table(skill, people, stage)
    results = {}
    for person in people:
        result = results[person.name] = Result()
        result.status = status_of(skill, person, stage)
        opened = stage["id"] in person.field  # before the ruling a status alone is listed
        result.out = not in_field(person, stage) and (opened or result.status is None)
        for module in stage.get("modules", []):
            for part in module.get("parts", []):
                result.parts[part["id"]] = Part(skill, person, stage, module, part, judges)
    meet_field(skill, stage, people, results)
    for person in people:
        own_of(skill, stage, person, results[person.name], earlier)
    if stage.get("roll_up") == "skating":
        meet_skating(skill, stage, people, results)
    if stage.get("roll_up") == "matches":
        meet_matches(skill, stage, people, results)
    return results


def meet_matches(skill, stage, people, results):
    settled = matches.settle(skill, stage, people)
    for result in results.values():
        result.complete = False
    for name, (points, played, complete, order) in settled.items():
        r = results[name]
        r.own = r.total = points
        r.started, r.complete, r.method = played > 0, complete, order


def own_of(skill, stage, person, result, earlier):
    effect = skill.effects[result.status] if result.status else None
    forgiven = bool(effect and effect["ranked"])
    values, ws, complete, kept = [], [], True, []
    expected = False
    for module in stage.get("modules", []):
        value, done = work_module(skill, stage, module, person, result, forgiven)
        result.modules[module["id"]] = value
        if "of" not in module:
            complete = complete and done
        if not module.get("aside"):
            values.append(value)
            kept.append(module)
            owner = module_of(skill, stage, module)
            if any(result.parts[p["id"]].counts for p in owner["parts"]):  # nothing of it is his: left out
                ws.append(percent(module.get("weight", "1")))
    for p in result.parts.values():
        result.started = result.started or p.any_in
        expected = expected or (p.expects and bool(p.seats)) or (p.counts and (p.asks or p.declared is not None))
        result.held = result.held or (p.held and p.complete)
    how = stage.get("roll_up", "sum")
    low = skill.low(stage)
    if "best" in stage:
        has = [how == "sum" or forgiven or any(result.parts[p["id"]].counts and result.parts[p["id"]].complete
                                               for p in module_of(skill, stage, m)["parts"]) for m in kept]
        order = sorted((i for i in range(len(values)) if has[i]), key=lambda i: (1, 0) if is_code(values[i])
                       else (0, values[i] if low else -values[i]))[:stage["best"]]
        values = [values[i] for i in sorted(order)]
        ws = [percent(kept[i].get("weight", "1")) for i in sorted(order)]
    if how == "mean":  # the weights are in the values already
        result.own = roll("sum", values, [F(1)] * len(values), low)
        result.own = result.own if is_code(result.own) or not ws else result.own / sum(ws, F(0))
    else:
        result.own = roll("sum" if how in ("skating", "matches") else how, values, [F(1)] * len(values), low)
    if not is_code(result.own):
        result.own = limited(stage, adjusted(skill, person, stage, result.own, result.parts))
        if any("stage" in p.veto for p in result.parts.values() if p.complete):
            result.own = F(0)
        if any("place" in p.veto for p in result.parts.values() if p.complete):
            result.own = Code("dsq")
        result.own = rounded(result.own, stage.get("rounding", {}).get("own"))
    worth = {s["id"]: percent(s.get("weight", "1")) for s in skill.stages}
    total = result.own if is_code(result.own) or not stage.get("carry") else result.own * worth[stage["id"]]
    for name in stage.get("carry", []):
        before = earlier[name][person.name]
        complete = complete and before.complete
        total = total if is_code(total) else before.own if is_code(before.own) else total + before.own * worth[name]
    result.total = rounded(total, stage.get("rounding", {}).get("total"))
    result.complete = (complete and expected and not result.held) or forgiven


def meet_skating(skill, stage, people, results):
    here = [w for w in people if in_statistics(skill, w, stage) and in_field(w, stage)]
    if not here or not all(results[w.name].complete for w in here):
        return
    dances, marks = [], {w.name: [] for w in here}
    for module in stage["modules"]:
        for part in module["parts"]:
            if part.get("reduce") == "majority":
                dances.append({w.name: results[w.name].parts[part["id"]].value for w in here})
                for w in here:
                    marks[w.name] += [int(w.sheets[part["id"], s][part["aspects"][0]["id"]])
                                      for s in part["seats"]]
    _, order = final_order(dances, marks, stage.get("rule10") == "counts")
    for w in here:
        results[w.name].skating = order[w.name]
