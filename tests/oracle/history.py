#!/usr/bin/env python3
"""Random competitions with random histories: marks, amendments, voids, recusals, statuses, penalties,
accepted panels, lots, cuts, bulk marks. Written as recordings that are valid by the documentation.
Usage: history.py SEED OUT.ndjson
"""
import json
import random
import sys

import matches
import oracle

SEATS = ["J1", "J2", "J3", "J4", "J5"]
NAME = {"zh": "某"}


def half_points(rng, low, high):
    return str(rng.randint(2 * low, 2 * high) / 2).removesuffix(".0")


def round_all(rules):
    """What a definition is asked for whose figures could become too fine to be exact."""
    thousandths = {"places": 3, "mode": "half_up"}
    def bound(node):
        for adjustment in node.get("adjustments", []):
            adjustment.setdefault("most", 9)

    for stage in rules["stages"]:
        bound(stage)
        stage.setdefault("rounding", {}).setdefault("own", thousandths)
        for module in stage.get("modules", []):
            bound(module)
            module.setdefault("rounding", {}).setdefault("sum", thousandths)
            for part in module.get("parts", []):
                bound(part)
                if "normalise" in part:
                    part["normalise"].setdefault("rounding", thousandths)
                for aspect in part.get("aspects", []):
                    if aspect.get("input") in ("target", "number"):
                        aspect.setdefault("rounding", thousandths)
                for step in ("judges", "product", "value"):
                    part.setdefault("rounding", {}).setdefault(step, thousandths)


class Writer:
    def __init__(self, seed, accepts=lambda definition: True):
        self.rng = random.Random(seed)
        self.accepts = accepts  # of a definition: or everything is rounded
        self.lines = [{"k": "recording", "format": "jinbang-recording/1", "source": f"history {seed}"}]
        self.play = oracle.Play()
        self.returned = set()  # (part, competitor): panels that were sent back

    def put(self, line):
        self.lines.append(line)
        self.play.take(line)

    # ---- the rules

    def rounding(self, chance=0.5):
        rng = self.rng
        if rng.random() > chance:
            return {}
        return {"places": rng.choice([0, 1, 2, 2, 2, 3]),
                "mode": rng.choice(["half_up", "half_up", "half_even", "truncate", "up"])}

    def aspect(self, index, kinds):
        rng = self.rng
        kind = rng.choice(kinds)
        a = {"id": f"a{index}", "name": NAME, "input": kind}
        if kind == "score":
            a.update(min="0", max="10", step="0.5")
        elif kind == "pass_fail":
            a.update(full="3")
        elif kind == "number":
            a.update(full="5", possible="7")
        elif kind == "choice":
            a.update(full="4", choices=[{"points": "4"}, {"deduct": "33.3%"}, {"deduct": "66.6%"}, {"points": "0"}])
        elif kind == "ranged":
            a.update(min="0", max="20", step="0.5", bands=[{"from": "9.5", "to": "10.5", "points": "6"},
                                                           {"from": "8.5", "to": "9", "points": "2.5"}])
        elif kind == "judgement":
            a.update(full="2", levels=[NAME] * 4)
        elif kind == "deduction":
            a.update(full="10", faults=[{"id": "f1", "name": NAME, "each": "5", "amount": "2", "most": "6"},
                                        {"id": "f2", "name": NAME, "amount": "0.75", "begun": False},
                                        {"id": "f3", "name": NAME, "lost": True}])
        elif kind == "target":
            a.update(full="20", target="100", cap="1.1", min="1", max="200", step="1")
            if rng.random() < 0.4:
                a["falling"] = True
        elif kind == "linear":
            a.update(linear={"a": "60", "b": rng.choice(["1.8", "-0.7"]), "k": "15"}, min="8", max="20", step="0.01")
            if rng.random() < 0.5:
                a["linear"].update(least="58", most="62.5")
        elif kind == "power":
            a.update(power={"a": "25.4347", "b": "18", "exponent": "1.81", "falling": True},
                     min="8", max="20", step="0.01")
        if rng.random() < 0.15:
            a["weight"] = rng.choice(["2", "0.5", "-1"])
        if index > 0 and rng.random() < 0.25:
            a["aside"] = True
        if kind == "pass_fail" and rng.random() < 0.15:
            a["veto"] = rng.choice(["part", "module", "stage", "place"])
        if rng.random() < 0.2 and kind not in ("score", "power"):
            how = self.rounding(1)
            how["places"] = min(how["places"], 2)
            a["rounding"] = how
        return a

    def entry(self, aspect):
        rng = self.rng
        kind = aspect.get("input", "score")
        mark = {"aspect": aspect["id"]}
        if aspect.get("codes") and rng.random() < 0.15:
            mark["code"] = rng.choice(aspect["codes"])
        elif kind == "score":
            mark["value"] = half_points(rng, 5, 10)
        elif kind == "pass_fail":
            mark["value"] = rng.choice(["1", "1", "1", "1", "0"])
        elif kind == "number":
            mark["value"] = str(rng.randint(0, 7))
        elif kind == "choice":
            mark["value"] = str(rng.randint(1, 4))
        elif kind == "ranged":
            mark["value"] = half_points(rng, 8, 11)
        elif kind == "judgement":
            mark["value"] = str(rng.randint(0, 3))
        elif kind == "deduction":
            mark["faults"] = {}
            if rng.random() < 0.5:
                mark["faults"]["f1"] = str(rng.randint(0, 20))
            if rng.random() < 0.4:
                mark["faults"]["f2"] = half_points(rng, 0, 4)
            if rng.random() < 0.05:
                mark["faults"]["f3"] = "1"
        elif kind == "target":
            mark["value"] = str(rng.randint(60, 140))
            if rng.random() < 0.3:
                mark["target"] = str(rng.randint(80, 120))
        else:
            mark["value"] = f"{rng.randint(1000, 1900) / 100:.2f}"
        return mark

    def part(self, name, relative):
        rng = self.rng
        seats = SEATS[:rng.choice([1, 2, 3, 4, 5])]
        part = {"id": name, "name": NAME, "seats": seats}
        simple = rng.random() < 0.4
        kinds = ["score"] if simple or relative else \
            ["score", "pass_fail", "number", "choice", "ranged", "judgement", "deduction", "target", "power", "linear"]
        part["aspects"] = [self.aspect(i, kinds) for i in range(1 if relative else rng.choice([1, 1, 2, 3]))]
        part["combine"] = rng.choice(["aspect", "sheet"])
        n = len(seats)
        part["reduce"] = rng.choice(["mean", "mean", "sum", "median", "least", "most", "middle_two"])
        if part["reduce"] == "middle_two":
            part["tolerance"] = [{"from": "0", "to": "100", "within": "1"}]
        elif part["reduce"] in ("mean", "sum") and n >= 3 and rng.random() < 0.5:
            part["drop_high"], part["drop_low"] = rng.choice([(1, 1), (1, 0), (0, 1)])
        part["missing"] = rng.choice(["block", "block", "given", "zero", "mean"])
        if part["missing"] != "block":
            part["judges_least"] = rng.randint(1, n)
        if n > 1 and rng.random() < 0.3:
            part["variance"] = {"by": rng.choice(["range", "from_mean", "from_median"]), "limit": "2.5",
                                "do": rng.choice(["hold", "flag", "use_all"])}
            if part["variance"]["by"] != "range" and rng.random() < 0.5:
                part["variance"]["do"] = "leave_out"
        rounding = {k: r for k in ("judges", "product", "value") if (r := self.rounding(0.35))}
        if part["combine"] == "sheet" and (how := self.rounding(0.2)):
            rounding["sheet"] = how
        if rounding:
            part["rounding"] = rounding
        if rng.random() < 0.3:
            part["factor"] = rng.choice(["0.6", "1.2", "2"])
        if rng.random() < 0.15:
            part["divisor"] = "1.8"
        self.technical(part)
        self.limits(part, name, 0.2, name if "log" in part.get("declares", []) else None)
        if rng.random() < 0.15:
            part["optional"] = True
        if rng.random() < 0.2:
            part["weight"] = rng.choice(["2", "0.5"])
        if relative:
            self.relative(part)
        if "normalise" not in part and "optional" not in part and rng.random() < 0.3:
            part["turn"] = rng.choice(["all_in", "all_in", "chief"])
        return part

    def technical(self, part):
        rng = self.rng
        if rng.random() > 0.35:
            return
        part["technical"] = "T"
        part["declares"] = rng.sample(["base", "difficulty", "deduction", "divisor", "log"], rng.randint(1, 3))
        part["only_declared"] = rng.random() < 0.3

    def limits(self, node, name, chance, log_of):
        rng = self.rng
        if rng.random() < chance:
            node["floor"] = rng.choice(["0", "2"])
        if rng.random() < chance:
            node["ceiling"] = rng.choice(["9", "30"])
        if rng.random() < chance:
            node["adjustments"] = [
                {"id": f"{name}-late", "name": NAME, "amount": "-1.5", "most": 3},
                {"id": f"{name}-off", "name": NAME, "percent": "-10%"}][:rng.randint(1, 2)]
            if log_of:
                node["adjustments"].append({"id": f"{name}-over", "name": NAME, "by": "overtime", "after": "600",
                                            "each": "60", "amount": "-1", "most": 5})

    def relative(self, part):
        rng = self.rng
        kind = rng.choice(["z", "percent", "ranks", "against", "against", "none"])
        if kind == "against":
            by = rng.choice(["best", "place", "points", "borda"])
            part["against"] = {"by": by}
            if by == "best":
                part["against"]["max"] = "20"
            if by == "points":
                part["against"]["points"] = ["9", "7", "6", "5"]
        elif kind != "none":
            part["combine"] = "sheet"
            part["normalise"] = {"by": kind}
            if kind == "z":
                part["normalise"].update(centre="100", spread="20", rounding={"places": 4})
                if "tolerance" in part:
                    part["tolerance"] = [{"from": "0", "to": "200", "within": "5"}]
            part.pop("variance", None)

    def attempts(self, stage, index):
        parts = []
        for i in range(5):
            aspect = {"id": "t", "name": NAME, "min": "1", "max": "100", "step": "0.01", "codes": ["dnf", "dns"]}
            parts.append({"id": f"{stage}m{index}t{i}", "name": NAME, "seats": ["J1"], "aspects": [aspect]})
        if self.rng.random() < 0.4:
            counts = self.rng.choice([{"dnf": "99.5"}, {"dnf": "entered+1", "dns": "entered+2"}, {"dns": "entered"}])
            for part in parts:
                part["code_worth"] = counts
        module = {"id": f"m{index}", "name": NAME, "parts": parts, "order": "low", "roll_up": "mean",
                  "drop_best": 1, "drop_worst": 1, "rounding": {"sum": {"places": 2}}}
        if self.rng.random() < 0.5:
            module["cutoff"] = {"after": 2, "than": "20"}
        return [module, {"id": f"b{index}", "name": NAME, "of": f"m{index}", "roll_up": "best", "aside": True,
                         "order": "low"}]

    def dance(self, stage, index):
        part = {"id": f"{stage}m{index}", "name": NAME, "seats": SEATS[:self.judges], "reduce": "majority",
                "order": "low", "aspects": [{"id": "p", "name": NAME, "input": "place"}]}
        return {"id": f"m{index}", "name": NAME, "parts": [part]}

    def match_rules(self, stage):
        rng = self.rng
        del stage["modules"]
        stage["roll_up"] = "matches"
        rules = stage["matches"] = {"best_of": rng.choice([0, 1, 3, 5])}
        if rules["best_of"] == 0:
            del rules["best_of"]
        if rng.random() < 0.5:
            rules.update(format="knockout", bronze=rng.random() < 0.5)
        else:
            rules.update(format="round_robin", rounds=rng.choice([1, 1, 2]), draw_allowed=rng.random() < 0.5)
        for name, values in (("win", ["3", "2"]), ("draw", ["1", "0.5"]), ("loss", ["0", "1"]),
                             ("forfeit_win", ["3", "1.5"]), ("forfeit_loss", ["-1", "0"])):
            if rng.random() < 0.4:
                rules[name] = rng.choice(values)
        return stage

    def stage(self, index, kind):
        rng = self.rng
        name = f"s{index}"
        stage = {"id": name, "name": NAME, "modules": []}
        if kind == "dance":
            stage.update(roll_up="skating", order="low")
            stage["modules"] = [self.dance(name, i) for i in range(rng.choice([1, 3, 5]))]
            return stage
        if kind == "matches":
            return self.match_rules(stage)
        if kind == "attempts":
            stage["order"] = "low"
            stage["modules"] = self.attempts(name, 0)
            return stage
        for i in range(rng.choice([1, 2, 3])):
            module = {"id": f"m{i}", "name": NAME,
                      "parts": [self.part(f"{name}m{i}p{k}", kind == "relative") for k in range(rng.choice([1, 2, 3]))]}
            module["roll_up"] = rng.choice(["sum", "sum", "sum", "mean", "best", "worst", "product"])
            if len(module["parts"]) > 1 and rng.random() < 0.25 and module["roll_up"] in ("sum", "mean"):
                module["best"] = len(module["parts"]) - 1
            if rng.random() < 0.4:
                module["weight"] = rng.choice(["0.3", "0.7", "2"])
            rounding = {k: r for k in ("sum", "value") if (r := self.rounding(0.3))}
            if rounding:
                module["rounding"] = rounding
            self.limits(module, f"{name}m{i}", 0.1, None)
            stage["modules"].append(module)
        stage["roll_up"] = rng.choice(["sum", "sum", "sum", "mean", "best"])
        if len(stage["modules"]) > 1 and kind == "plain" and rng.random() < 0.3:
            stage["modules"].append({"id": "again", "name": NAME, "of": "m0", "to": rng.choice(["m0", "m1"]),
                                     "figure": rng.choice(["judges", "value"]), "aside": rng.random() < 0.5,
                                     "roll_up": rng.choice(["sum", "best"])})
        if len(stage["modules"]) > 1 and stage["roll_up"] == "sum" and rng.random() < 0.3:
            stage["best"] = 1
        rounding = {k: r for k in ("own", "total") if (r := self.rounding(0.3))}
        if rounding:
            stage["rounding"] = rounding
        self.limits(stage, name, 0.1, None)
        return stage

    def skill(self):
        rng = self.rng
        kind = rng.choice(["plain", "plain", "plain", "relative", "dance", "attempts", "matches", "matches"])
        self.judges = rng.choice([3, 5])
        skill = {"id": "k", "name": NAME, "convention": rng.choice(["standard", "dense", "modified", "fractional"]),
                 "stages": [self.stage(0, kind)]}
        if kind in ("plain", "attempts") and rng.random() < 0.5:
            skill["stages"].append(self.stage(1, kind))
            skill["stages"][1]["field"] = rng.choice(
                [{"from": "s0", "top": 3}, {"from": "s0", "share": "50%", "ties": "none"},
                 {"from": "s0", "top": 2, "ties": "none"}, {"from": "s0", "score": "5"},
                 {"from": "s0", "each": 1, "rest": 1}, {"from": "s0", "each": 2, "ties": "none"}])
            skill["stages"][0]["heats"] = "each" in skill["stages"][1]["field"] or rng.random() < 0.1
            if rng.random() < 0.4:
                skill["stages"][1]["field"]["per_team"] = rng.choice([1, 2])
            if rng.random() < 0.5:
                skill["stages"][1]["carry"] = ["s0"]
                if rng.random() < 0.5:
                    first = rng.choice(["20%", "50%", "75%"])
                    skill["stages"][0]["weight"] = first
                    skill["stages"][1]["weight"] = f"{100 - int(first[:-1])}%"
        if kind in ("plain", "relative") and rng.random() < 0.3:
            skill["order"] = "low"
        ties = []
        if kind == "attempts":
            ties.append({"module": "b0", "stage": "s0", "order": "low", "always": rng.random() < 0.5})
            ties += rng.sample([{"countback": "m0", "stage": "s0"}, {"latest": "m0", "stage": "s0"},
                                {"countback": "m0", "stage": "s0", "order": "high"}], rng.randint(0, 2))
            skill["statuses"] = {"dnf": {"ranked": True}, "dns": {"ranked": True}}
        elif kind == "matches":
            if skill["stages"][0]["matches"]["format"] == "round_robin":
                ties += rng.sample([{"head_to_head": "s0"}, {"net": "s0"}, {"difference": "s0"}, {"scored": "s0"},
                                    {"wins": "s0"}, {"sonneborn": "s0"}], rng.randint(0, 3))
                for step in ties:
                    if not {"head_to_head", "sonneborn"} & set(step) and rng.random() < 0.4:
                        step["among"] = "tied"
        elif kind != "dance":
            first = skill["stages"][0]["modules"][0]
            ties += rng.sample([{"module": "m0", "stage": "s0"}, {"part": first["parts"][0]["id"], "order": "low"},
                                {"untrimmed": first["parts"][0]["id"]}, {"stage": "s0", "always": True},
                                {"countback": "m0", "stage": "s0", "always": rng.random() < 0.5},
                                {"latest": "m0", "stage": "s0"},
                                {"aspect": rng.choice(["a0", "a0", "a1"]), "module": "m0", "stage": "s0",
                                 "order": "low"}], rng.randint(0, 3))
            named = {a["id"] for p in first["parts"] for a in p["aspects"]}
            ties = [t for t in ties if t.get("aspect", "a0") in named]
            if kind == "relative" and rng.random() < 0.5:
                ties.append({"firsts": "m0", "stage": "s0"})
        if kind == "plain" and rng.random() < 0.3:
            skill["tolerance"] = {"within": "1", "chained": rng.random() < 0.5}
        if rng.random() < 0.6:
            ties.append({"ruling": True})
        if rng.random() < 0.3 and kind == "plain":
            skill["statuses"] = {"dnf": {"ranked": True}, "dsq": {"hidden": True}}
        skill["tie_break"] = ties
        if rng.random() < 0.4:
            skill["groups"] = [{"id": g, "name": NAME} for g in ["g1", "g2", "g3"][:rng.randint(1, 3)]]
            skill["compete"] = rng.choice(["in_groups", "in_groups", "together"])
        if rng.random() < 0.3:
            skill["behind"] = True
        self.groups = [g["id"] for g in skill.get("groups", [])]
        skill["titles"] = self.titles()
        if skill.get("compete") == "in_groups":
            for node in skill["titles"] + [s["field"] for s in skill["stages"] if "field" in s]:
                if rng.random() < 0.2:
                    node["together"] = True
        self.kind = kind
        return skill

    def titles(self):
        rng = self.rng
        titles = []
        for name in rng.sample(["a", "b", "c"], rng.randint(0, 3)):
            title = {"id": name, "name": NAME}
            title.update(rng.choice([{"count": 1}, {"count": 3, "ties": "widen"}, {"count": 3}, {"share": "30%"},
                                     {"share": "50%", "mode": "up", "ties": "widen"}, {"score": True, "total": "6"},
                                     {"from": 1, "to": 2, "besides": True}]))
            if "from" not in title and rng.random() < 0.5:
                title["per_team"] = rng.choice([1, 1, 2])
            if rng.random() < 0.2:
                title["entrants_least"] = 4
            if self.groups and rng.random() < 0.3:
                title["groups"] = rng.sample(self.groups, rng.randint(1, len(self.groups)))
            titles.append(title)
        if sum("from" in t for t in titles) > 1:
            titles = titles[:1]
        return titles

    # ---- the history

    def declaration(self, part):
        rng = self.rng
        d = {}
        for what in part["declares"]:
            if what == "log":
                end = rng.randint(300, 900)
                d["log"] = [{"event": "start", "at": "0"}, {"event": "stop", "at": "100"},
                            {"event": "resume", "at": "130"}, {"event": "sealed", "at": str(end)}]
                if rng.random() < 0.4:
                    d["log"].insert(1, {"event": "added", "at": "50", "seconds": "60", "by": "chief"})
            else:
                d[what] = {"base": half_points(rng, 0, 6), "difficulty": half_points(rng, 1, 3),
                           "deduction": half_points(rng, 0, 2), "divisor": rng.choice(["1.7", "2"])}[what]
        return {"declared": d}

    def sheets(self, stage):
        """Every sheet that could be sent for one competitor in this stage."""
        for module in stage["modules"]:
            for part in module.get("parts", []):
                if "technical" in part:
                    yield part, part["technical"]
                for seat in part["seats"]:
                    yield part, seat

    def send(self, part, seat, person, body):
        amend = (part["id"], seat) in person.sheets or (seat == part.get("technical") and part["id"] in person.declared)
        line = {"k": "sheet", "t": 0, "competition": "c", "judge": "all", "part": part["id"],
                "competitor": person.name, "seat": seat, "body": body}
        if amend:
            line["amend"] = True
        self.put(line)

    def may_send(self, skill, stage, person, part, seat):
        if oracle.status_of(skill, person, stage) or not oracle.in_field(person, stage):
            return False
        if (part["id"], seat) in person.excused:
            return False
        if part["id"] not in person.declared and seat != part.get("technical") and part.get("only_declared"):
            return False
        module = skill.parts[part["id"]][1]
        if "turn" in part and part["id"] in person.turned and (part["id"], seat) in person.sheets \
                and not oracle.Part(skill, person, stage, module, part).held:
            return False  # he has seen the others' cards
        if "cutoff" in module:
            index = [p["id"] for p in module["parts"]].index(part["id"])
            first = [person.sheets.get((p["id"], "J1"), {}).get("t") for p in module["parts"][:2]]
            good = any(f is not None and not oracle.is_code(f) and f < 20 for f in first)
            return index < 2 or good
        return True

    def mark(self, skill, stage, people):
        rng = self.rng
        todo = [(w, p, s) for w in people for p, s in self.sheets(stage)]
        if "cutoff" not in stage["modules"][0] and self.kind != "attempts":
            rng.shuffle(todo)
            todo.sort(key=lambda t: t[1] != t[2] and t[2] != "T" and rng.random() < 0.5)
            todo.sort(key=lambda t: t[2] != "T")
        for person, part, seat in todo:
            if rng.random() < 0.04 and self.kind != "dance":
                continue
            if self.may_send(skill, stage, person, part, seat):
                self.send(part, seat, person, self.body(part, seat))
            if rng.random() < 0.08:
                self.disturb(skill, stage, people)
        self.finish_panels(skill, stage, people)

    def finish_panels(self, skill, stage, people):
        """Panels that were sent back mark anew, cards are turned over, judges turn out to be recused."""
        rng = self.rng
        for person in people:
            for part in (p for m in stage["modules"] for p in m.get("parts", [])):
                for seat in part["seats"]:
                    gone = (part["id"], seat) not in person.sheets
                    if (part["id"], person.name) in self.returned and gone and rng.random() < 0.9 \
                            and self.may_send(skill, stage, person, part, seat):
                        self.send(part, seat, person, self.body(part, seat))
                if self.may_turn(part, person) and rng.random() < 0.9:
                    self.ruling(ruling="turn", part=part["id"], competitor=person.name, reason="x")
                if self.kind == "plain" and rng.random() < 0.1:
                    self.strike(part, person)

    def may_turn(self, part, person):
        return "turn" in part and part["id"] not in person.turned and self.given(part, person)

    @staticmethod
    def given(part, person):
        return [s for s in part["seats"] if (part["id"], s) in person.sheets]

    def strike(self, part, person):
        """As at the opening of the codes: a seat that has marked is excused."""
        seats = [s for s in self.given(part, person) if (part["id"], s) not in person.excused]
        if seats:
            self.ruling(ruling="excuse", part=part["id"], competitor=person.name, seat=self.rng.choice(seats),
                        excused=True, reason="x")

    def body(self, part, seat):
        if seat == part.get("technical"):
            return self.declaration(part)
        return {"marks": [self.entry(a) for a in part["aspects"]]}

    def mark_dance(self, stage, people):
        rng = self.rng
        for module in stage["modules"]:
            for seat in module["parts"][0]["seats"]:
                places = list(range(1, len(people) + 1))
                rng.shuffle(places)
                for person, place in zip(people, places):
                    self.send(module["parts"][0], seat, person, {"marks": [{"aspect": "p", "value": str(place)}]})

    def ends(self, stage):
        """Ends of a match that make a result."""
        rng = self.rng
        rules = stage["matches"]
        most = rules.get("best_of", 0)
        while True:
            ends, won, lost = [], 0, 0
            for _ in range(most or rng.randint(1, 3)):
                a, b = rng.randint(0, 2), rng.randint(0, 2)
                ends.append([str(a), str(b)])
                won, lost = won + (a > b), lost + (a < b)
                if most and 2 * max(won, lost) > most:
                    break
            if won != lost or (rules["format"] == "round_robin" and rules["draw_allowed"]):
                return ends

    def match(self, stage, a, b, **where):
        rng = self.rng
        if rng.random() < 0.5:
            a, b = b, a
        ruling = {"ruling": "match", "stage": stage["id"], "a": a, "b": b, "ends": self.ends(stage), **where}
        if rng.random() < 0.15:
            ruling["forfeit"] = rng.choice("ab")
            ruling["ends"] = rng.choice([[], ruling["ends"]])
        self.ruling(**ruling)

    def play_groups(self, stage, groups):
        rng = self.rng
        pairs = [(a, b, leg, g + 1) for g, group in enumerate(groups) for leg in range(1, stage["matches"]["rounds"] + 1)
                 for i, a in enumerate(group) for b in group[i + 1:]]
        rng.shuffle(pairs)
        left_out = rng.choice([0, 0, 0, 1])
        for a, b, leg, group in pairs[left_out:]:
            self.match(stage, a, b, group=group, round=leg)
            if rng.random() < 0.1:  # played again
                self.match(stage, a, b, group=group, round=leg)

    def play_knockout(self, skill, stage, seeds):
        rng = self.rng
        for _ in range(200):
            bracket = matches.Bracket(stage, seeds, skill.bouts)
            open_ = [(at, pair) for at, pair in bracket.pairs.items()
                     if bracket.winner[at] == "?" and None not in pair and "?" not in pair]
            done = [(at, pair) for at, pair in bracket.pairs.items() if bracket.bouts.get(at) in bracket.played]
            if done and rng.random() < 0.08:
                open_ = done  # an earlier match again: later ones whose sides change no longer count
            if not open_ or rng.random() < 0.02:
                return
            (round_, number), (a, b) = rng.choice(open_)
            self.match(stage, a, b, round=round_, number=number)

    def play_matches(self, skill, stage, people):
        rng = self.rng
        names = [w.name for w in people]
        rng.shuffle(names)
        if len(names) > 3 and rng.random() < 0.2:
            names.pop()  # not drawn
        if stage["matches"]["format"] == "knockout":
            self.ruling(ruling="draw", stage=stage["id"], groups=[names])
            self.play_knockout(skill, stage, names)
        else:
            size = rng.choice([len(names), (len(names) + 1) // 2])
            groups = [g for g in (names[:size], names[size:]) if g]
            self.ruling(ruling="draw", stage=stage["id"], groups=groups)
            self.play_groups(stage, groups)
        if rng.random() < 0.2:
            self.ruling(ruling="status", competitor=rng.choice(names), stage=stage["id"],
                        status=rng.choice(["dnf", "dsq"]), reason="x")

    def ruling(self, **ruling):
        self.put({"k": "ruling", "t": 0, "competition": "c", "ruling": ruling})

    def disturb(self, skill, stage, people):
        """Something happens: an amendment, a void, a recusal, a status, a penalty, an acceptance."""
        rng = self.rng
        person = rng.choice(people)
        sent = [(p, s) for p, s in self.sheets(stage) if (p["id"], s) in person.sheets]
        what = rng.choice(["amend", "amend", "void", "excuse", "status", "lift", "adjust", "accept", "turn", "return"])
        if what == "amend" and sent and not oracle.status_of(skill, person, stage):
            part, seat = rng.choice(sent)
            if self.may_send(skill, stage, person, part, seat) and self.kind != "attempts":
                self.send(part, seat, person, self.body(part, seat))
        elif what == "void" and sent and self.kind not in ("dance", "attempts"):
            part, seat = rng.choice(sent)
            self.ruling(ruling="void", part=part["id"], competitor=person.name, seat=seat, reason="x")
        elif what == "excuse" and self.kind in ("plain", "relative"):
            part, seat = rng.choice(list(self.sheets(stage)))
            fresh = (part["id"], seat) not in person.sheets and (part["id"], seat) not in person.excused
            enough = len(part["seats"]) - sum(1 for p, _ in person.excused if p == part["id"]) > 3
            if seat != part.get("technical") and fresh and (enough or len(part["seats"]) == 1):
                self.ruling(ruling="excuse", part=part["id"], competitor=person.name, seat=seat, excused=True,
                            reason="x")
        elif what == "status" and rng.random() < 0.4 and self.kind != "dance" and not person.status.get(stage["id"]):
            self.ruling(ruling="status", competitor=person.name, stage=stage["id"],
                        status=rng.choice(["dnf", "dns", "dsq", "withdrawn", "no_show"]), reason="x")
        elif what == "lift" and person.status.get(stage["id"]):
            self.ruling(ruling="status", competitor=person.name, stage=stage["id"], status="running", reason="x")
        elif what == "adjust":
            nodes = [stage] + stage["modules"] + [p for m in stage["modules"] for p in m.get("parts", [])]
            known = [a["id"] for n in nodes for a in n.get("adjustments", []) if a.get("by", "ruling") == "ruling"]
            if known:
                name, times = rng.choice(known), rng.randint(0, 4)
                if person.times.get(name, 0) != times:
                    self.ruling(ruling="adjust", competitor=person.name, adjustment=name, times=times, reason="x")
        elif what in ("turn", "return") and self.kind in ("plain", "relative"):
            parts = [p for m in stage["modules"] for p in m.get("parts", [])
                     if (self.may_turn if what == "turn" else self.given)(p, person)]
            if parts:
                part = rng.choice(parts)
                self.ruling(ruling=what, part=part["id"], competitor=person.name, reason="x")
                if what == "return":
                    self.returned.add((part["id"], person.name))
        elif what == "accept":
            parts = [p for m in stage["modules"] for p in m.get("parts", []) if "variance" in p]
            if parts:
                part = rng.choice(parts)
                if part["id"] not in person.accepted:
                    self.ruling(ruling="accept", part=part["id"], competitor=person.name, accepted=True, reason="x")

    def write(self):
        rng = self.rng
        rules = self.skill()
        definition = {"format": "jinbang-competition/1", "id": "c", "name": NAME, "skills": [rules]}
        if not self.accepts(definition):
            round_all(rules)
        while not self.accepts(definition):  # finer than rounding helps: other rules
            rules = definition["skills"][0] = self.skill()
            round_all(rules)
        self.put({"k": "competition", "definition": definition})
        count = rng.randint(3, 9)
        self.put({"k": "roster", "competition": "c",
                  "competitors": [dict({"id": f"w{i}", "skill": "k", "name": f"选手{i}"},
                                       **rng.choice([{}, {"team": "d1"}, {"team": "d1"}, {"team": "d2"}]),
                                       **({"group": rng.choice(self.groups)} if self.groups else {}))
                                  for i in range(count)]})
        self.put({"k": "judges", "competition": "c", "judges": [
            {"id": "all", "name": "裁判", "seats": [{"skill": "k", "seat": s} for s in SEATS + ["T"]]}]})
        skill = self.play.skills["c", "k"]
        people = list(skill.people.values())
        for stage in rules["stages"]:
            if stage.get("heats"):
                names = rng.sample([w.name for w in people], rng.randint(1, count))
                middle = rng.randint(0, len(names))
                groups = [g for g in (names[:middle], names[middle:]) if g]
                self.ruling(ruling="draw", stage=stage["id"], skill="k", groups=groups)
            if "field" in stage and not oracle.cut(skill, stage, oracle.evaluate(skill), skill.people):
                break  # nobody qualifies: the stage is not held
            if "field" in stage:
                self.ruling(ruling="field", stage=stage["id"], skill="k")
            if self.kind == "matches":
                self.play_matches(skill, stage, people)
            elif self.kind == "dance":
                self.mark_dance(stage, people)
            else:
                self.mark(skill, stage, people)
            if {"ruling": True} in rules["tie_break"]:
                names = [w.name for w in people]
                rng.shuffle(names)
                self.ruling(ruling="order", stage=stage["id"], competitors=names[:rng.randint(2, count)], by="lot",
                            reason="x")
        return self.lines


def main():
    lines = Writer(int(sys.argv[1])).write()
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
