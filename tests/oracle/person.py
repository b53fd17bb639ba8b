"""One skill's rules, one competitor's entries as they came, and what each part of his comes to."""
import math
from fractions import Fraction as F

from figures import *  # noqa: F403

# ---- the book

STATUSES = {
    "dnf": {"ranked": False, "hidden": False, "in_base": True, "in_statistics": False, "later": False},
    "dns": {"ranked": False, "hidden": False, "in_base": False, "in_statistics": False, "later": False},
    "dsq": {"ranked": False, "hidden": False, "in_base": False, "in_statistics": False, "later": True},
    "withdrawn": {"ranked": False, "hidden": False, "in_base": False, "in_statistics": False, "later": True},
    "no_show": {"ranked": False, "hidden": False, "in_base": False, "in_statistics": False, "later": False},
}

class Skill:
    """One skill: its rules, and everything that was entered, just as it came."""

    def __init__(self, rules):
        self.rules = rules
        self.stages = rules["stages"]
        self.people = {}
        self.bouts = []
        self.effects = {k: dict(v, **rules.get("statuses", {}).get(k, {})) for k, v in STATUSES.items()}
        self.groups = [g["id"] for g in rules.get("groups", [])]
        self.apart = bool(self.groups) and rules.get("compete") != "together"
        self.parts = {}
        for stage in self.stages:
            for module in stage.get("modules", []):
                for part in module.get("parts", []):
                    self.parts[part["id"]] = (stage, module, part)

    def stage(self, name):
        return next(s for s in self.stages if s["id"] == name)

    def low(self, *nodes):
        """Whether lower is better, asked from the innermost node outwards."""
        for node in nodes + (self.rules,):
            if node is not None and node.get("order"):
                return node["order"] == "low"
        return False


class Person:
    def __init__(self, name, team=None, group=None):
        self.name = name
        self.team = team
        self.group = group
        self.sheets = {}    # (part, seat) -> {aspect: entry}
        self.declared = {}  # part -> dict
        self.status = {}    # stage -> status
        self.times = {}     # adjustment -> times
        self.excused = set()
        self.accepted = set()
        self.turned = set()  # parts whose cards lie open
        self.order = {}
        self.field = {}
        self.draw = {}


def settle_log(events):
    net, added, since, running = F(0), F(0), None, False
    warnings = offences = 0
    ended, last = False, F(0)
    for e in events:
        at, kind = F(e["at"]), e["event"]
        if running:
            net += at - last
        last = at
        if kind == "start":
            running = True
        elif kind in ("stop", "fault_venue"):
            running = False
        elif kind == "resume":
            running = True
        elif kind == "sealed":
            running, ended = False, True
        elif kind == "added":
            added += F(e["seconds"])
        elif kind == "warning":
            warnings += 1
        elif kind == "offence":
            offences += 1
    return net, added, warnings, offences, ended


def read_mark(aspect, mark):
    if "code" in mark:
        return Code(mark["code"])
    if aspect.get("input") == "deduction":
        return mark.get("faults", {})
    if aspect.get("input") == "target":
        return (F(mark["value"]), F(mark["target"]) if "target" in mark else None)
    return F(mark["value"])


def turn_when_all_in(person, part):
    """Cards lie open from the moment when all are in, by seats that are not excused."""
    seats = [s for s in part.get("seats", []) if (part["id"], s) not in person.excused]
    if part.get("turn") == "all_in" and seats and all((part["id"], s) in person.sheets for s in seats):
        person.turned.add(part["id"])


def close_when_none_is_left(person, part):
    if not any((part["id"], s) in person.sheets for s in part.get("seats", [])):
        person.turned.discard(part["id"])


class Part:
    """What one part comes to for one competitor, before the field is looked at."""

    def __init__(self, skill, person, stage, module, part, judges=None):
        self.part, self.person = part, person
        self.declared = person.declared.get(part["id"])
        d = self.declared or {}
        came = self.declared is not None or any(
            (part["id"], s) in person.sheets and (part["id"], s) not in person.excused
            for s in part.get("seats", []))
        self.counts = (not part.get("only_declared") or self.declared is not None) and \
            (not part.get("optional") or came)
        if part.get("aspects") and all((part["id"], s) in person.excused for s in part.get("seats", [])):
            self.counts = False  # nobody may mark him here: the part is not asked of him
        declares = set(part.get("declares", []))
        self.asks = "technical" in part and (part.get("only_declared") or bool(declares - {"no_marks"}))
        self.no_marks = bool(d.get("no_marks"))
        self.seats = [s for s in part.get("seats", []) if (part["id"], s) not in person.excused]
        self.expects = bool(part.get("aspects")) and not self.no_marks and self.counts
        closed = "turn" in part and part["id"] not in person.turned
        self.inside = [] if closed else [s for s in self.seats if (part["id"], s) in person.sheets]
        self.any_in = bool(self.inside) or self.declared is not None
        self.held = self.apart = self.coded = False
        self.time = None
        self.veto = set()
        if "log" in d:
            self.time, self.added, self.warnings, self.offences, self.ended = settle_log(d["log"])
        else:
            self.time = F(d["time"]) if "time" in d else None
            self.added, self.warnings, self.offences, self.ended = F(0), 0, 0, True
        self.judges = judges or {}
        self.complete = self.counts and self.enough() and (self.declared is not None or not self.asks) \
            and self.ended
        self.value = F(0)
        self.figure = F(0)
        if self.complete:
            self.work(d)

    def enough(self):
        if not self.expects:
            return True
        part = self.part
        missing = part.get("missing", "block")
        n = len(self.inside)
        if part.get("reduce") == "majority" or missing == "block":
            if n != len(self.seats) or n == 0:
                return False
        elif n < min(part.get("judges_least", 1), len(self.seats)):
            return False
        count = n if missing == "given" else len(self.seats)
        high, low = drops(part, count)
        return count > high + low

    def entries(self, aspect, seat):
        return self.person.sheets[(self.part["id"], seat)].get(aspect["id"])

    def filled(self, figures):
        """Figures of the seats that have sent, and what stands for the others."""
        gone = len(self.seats) - len(figures)
        missing = self.part.get("missing", "block")
        if missing == "zero":
            return figures + [F(0)] * gone
        if missing == "mean" and figures:
            return figures + [mean(figures)] * gone
        return figures

    def over_judges(self, figures, scores=None):
        by_seat = figures
        figures = [normalised(self.part, s, f, self.judges) for s, f in by_seat]
        value, apart = reduce(self.part, self.filled(figures), self.part["id"] in self.person.accepted)
        rule = self.part.get("variance")
        if scores and rule and rule["do"] in ("hold", "flag"):  # a judgement is compared by its scores
            apart = any(outside(rule, scores)) and self.part["id"] not in self.person.accepted
        self.apart = self.apart or apart
        if apart and self.part["id"] not in self.person.accepted:
            rule = self.part.get("variance", {})
            if rule.get("do") == "hold" or self.part.get("reduce") == "agreed":
                self.held = True
        return rounded(value, self.part.get("rounding", {}).get("judges"))

    def multiplied(self, figure, d):
        factor = F(self.part.get("factor", "1")) * F(d.get("difficulty", "1")) * F(d.get("factor", "1"))
        factor /= F(self.part.get("divisor", "1")) * F(d.get("divisor", "1"))
        return rounded(figure * factor, self.part.get("rounding", {}).get("product"))

    def scaled(self, aspect, entry, d):
        if aspect.get("scaled"):
            value = next(F(v) for g, v in d["scale"].items() if F(g) == entry)
            return rounded(value * F(aspect.get("weight", "1")), aspect.get("rounding"))
        return worth(aspect, entry)

    def work(self, d):
        part = self.part
        if part.get("figure") == "time":
            self.figure = self.time
            product = self.multiplied(self.figure, d)
        elif not self.expects:
            product = F(0)
        else:
            product = self.judged(d)
            if is_code(product):
                self.value = self.figure = product
                return
        self.product = product
        self.finish(product, d)

    def of_aspect(self, name):
        """One aspect's figure over the judges, counted or aside; None: the part has none of it."""
        aspect = next((a for a in self.part.get("aspects", []) if a["id"] == name), None)
        if aspect is None or not self.complete or not self.expects:
            return None
        entries = [(s, self.entries(aspect, s)) for s in self.inside]
        entries = [(s, e) for s, e in entries if e is not None]
        code = [e for _, e in entries if is_code(e)]
        if code or not entries:
            return code[0] if code else F(0)
        probe = Part.__new__(Part)
        probe.__dict__.update(self.__dict__)
        probe.judges = {}
        probe.part = {k: v for k, v in self.part.items() if k != "normalise"}
        d = self.declared or {}
        return probe.over_judges([(s, self.scaled(aspect, e, d)) for s, e in entries])

    def judged(self, d):
        part = self.part
        table = {}
        counted = [a for a in part["aspects"] if not a.get("aside")]
        for seat in self.inside:
            for aspect in part["aspects"]:
                entry = self.entries(aspect, seat)
                if is_code(entry):
                    if aspect.get("aside"):
                        continue
                    return entry
                if entry is not None:
                    table[seat, aspect["id"]] = self.scaled(aspect, entry, d)
        for aspect in part["aspects"]:  # failed: every judge who marked it gave nothing
            given = [table[s, aspect["id"]] for s in self.inside if (s, aspect["id"]) in table]
            if aspect.get("veto") and given and not any(given):
                self.veto.add(aspect["veto"])
        if part.get("reduce") == "majority":
            return F(0)
        if part.get("combine", "sheet") == "sheet":
            how = part.get("rounding", {}).get("sheet")
            sums = [(s, rounded(sum((table.get((s, a["id"]), F(0)) for a in counted), F(0)), how))
                    for s in self.inside]
            self.figure = self.over_judges(sums)
            return self.multiplied(self.figure, d)
        product = F(0)
        self.figure = F(0)
        for aspect in counted:
            figures = [(s, table[s, aspect["id"]]) for s in self.inside if (s, aspect["id"]) in table]
            if not figures:
                continue
            scores = [self.entries(aspect, s) for s, _ in figures] \
                if aspect.get("input") == "judgement" else None
            figure = self.over_judges(figures, scores)
            self.figure += figure
            product += self.multiplied(figure, d)
        return product

    def finish(self, product, d):
        self.before = product + F(d.get("base", "0")) - F(d.get("deduction", "0"))
        self.value = self.before

    def close(self, skill):
        """After the field: adjustments, limits, veto, rounding."""
        if is_code(self.value) and self.value in self.part.get("code_worth", {}):
            word = self.part["code_worth"][self.value]
            self.coded = True
            self.value = F(word) if not word.startswith("entered") else \
                F(self.entered) + F(word.partition("+")[2] or "0")
        if is_code(self.value):
            return
        value = adjusted(skill, self.person, self.part, self.value, {self.part["id"]: self}, self.part["id"])
        value = limited(self.part, value)
        if self.veto & {"part"}:
            value = F(0)
        self.value = rounded(value, self.part.get("rounding", {}).get("value"))


def normalised(part, seat, figure, judges):
    how = part.get("normalise")
    if not how:
        return figure
    figures = judges[part["id"], seat]
    if how["by"] == "percent":
        total = sum(figures, F(0))
        return F(0) if total == 0 else figure * 100 / total
    if how["by"] == "ranks":
        low = part_low(part, judges)
        before = sum(1 for f in figures if (f < figure if low else f > figure))
        same = sum(1 for f in figures if f == figure)
        return before + F(same + 1, 2)
    v = variance(figures, how.get("sample", False))
    centre = F(how.get("centre", "100"))
    if v == 0:
        return rounded(centre, how["rounding"])
    away = figure - mean(figures)
    square = (away * F(how.get("spread", "20"))) ** 2 / v
    return root_rounded(centre, 1 if away >= 0 else -1, square, how["rounding"])


def part_low(part, judges):
    return judges.get("low", {}).get(part["id"], False)


def adjusted(skill, person, node, value, parts, own=None):
    for a in node.get("adjustments", []):
        by = a.get("by", "ruling")
        if by == "ruling":
            times = person.times.get(a["id"], 0)
        else:
            part = parts.get(a.get("part", own))
            if part is None or part.declared is None or part.time is None and by in ("overtime", "early"):
                continue
            if by == "overtime":
                over = part.time - F(a["after"]) - part.added
                times = max(0, math.ceil(over / F(a["each"])))
            elif by == "early":
                times = max(0, math.floor((F(a["after"]) - part.time) / F(a["each"])))
            else:
                times = part.warnings if by == "warnings" else part.offences
        if a.get("most"):
            times = min(times, a["most"])
        if "percent" in a:
            for_each = value * percent(a["percent"])
            value += for_each * times
        else:
            value += F(a["amount"]) * times
    return value


def limited(node, value):
    if "floor" in node:
        value = max(value, F(node["floor"]))
    if "ceiling" in node:
        value = min(value, F(node["ceiling"]))
    return value


def better(a, b, low):
    """Is a better than b? A code never is."""
    if is_code(a) or is_code(b):
        return is_code(b) and not is_code(a)
    return a < b if low else a > b


def best_first(values, low):
    return sorted(values, key=lambda v: (1, 0) if is_code(v) else (0, v if low else -v))
