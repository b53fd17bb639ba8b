"""Matches: groups where everybody meets everybody, and knockouts. From fixtures/book/matches.md."""
from fractions import Fraction as F


class Bout:
    """One match as it was recorded last."""

    def __init__(self, ruling):
        self.stage, self.a, self.b = ruling["stage"], ruling["a"], ruling["b"]
        self.round, self.number = ruling.get("round", 1), ruling.get("number", 1)
        self.ends = [(int(a), int(b)) for a, b in ruling["ends"]]
        self.forfeit = ruling.get("forfeit")

    def sides(self):
        return {self.a, self.b}

    def net(self, name):
        won = sum((a > b) - (a < b) for a, b in self.ends)
        return won if name == self.a else -won

    def result(self, name):
        """1 won, 0 drawn, -1 lost."""
        if self.forfeit:
            return -1 if name == (self.a if self.forfeit == "a" else self.b) else 1
        net = self.net(name)
        return (net > 0) - (net < 0)

    def points(self, name, rules):
        how = self.result(name)
        win = F(rules.get("win", "2"))
        if how == 0:
            return F(rules.get("draw", "1"))
        if self.forfeit:
            return F(rules.get("forfeit_win", win)) if how > 0 else F(rules.get("forfeit_loss", "0"))
        return win if how > 0 else F(rules.get("loss", "0"))


    def scored(self, name):
        return sum(a if name == self.a else b for a, b in self.ends)

    def other(self, name):
        return self.b if name == self.a else self.a


STEPS = ("head_to_head", "net", "difference", "scored", "wins", "sonneborn")


def is_same(one, other, stage):
    if one.stage != other.stage or one.round != other.round:
        return False
    if stage["matches"]["format"] == "knockout":
        return one.number == other.number
    return one.sides() == other.sides()


def record(bouts, bout, stage):
    """A match recorded again takes the place of the first."""
    return [b for b in bouts if not is_same(b, bout, stage)] + [bout]


def drawn(stage, people):
    """{name: (group, number)} of those who are in the draw."""
    return {w.name: w.draw[stage["id"]] for w in people if stage["id"] in w.draw}


# ---- groups

def split_by(names, value):
    """The names in pieces, the best first."""
    return [[n for n in names if value(n) == v] for v in sorted({value(n) for n in names}, reverse=True)]


def measure(kind, name, mine, points, rules):
    """What a step of the chain compares: `mine` are those of his matches that it looks at."""
    if kind == "head_to_head":
        return sum((b.points(name, rules) for b in mine), F(0))
    if kind == "net":
        return sum(b.net(name) for b in mine)
    if kind == "difference":
        return sum(b.scored(name) - b.scored(b.other(name)) for b in mine)
    if kind == "scored":
        return sum(b.scored(name) for b in mine)
    if kind == "wins":
        return sum(b.result(name) > 0 for b in mine)
    return sum(((points[b.other(name)] * F(b.result(name) + 1, 2)) for b in mine), F(0))  # Sonneborn-Berger


def order_equals(names, bouts, points, rules, steps):
    """Those who are equal so far, by the chain; it begins anew for every piece that it makes."""
    if len(names) == 1:
        return [names]
    for step in steps:
        kind = next(k for k in STEPS if k in step)
        among = kind == "head_to_head" or step.get("among") == "tied"
        looked = [b for b in bouts if b.sides() <= set(names)] if among else bouts
        value = {n: measure(kind, n, [b for b in looked if n in b.sides()], points, rules) for n in names}
        pieces = split_by(names, value.get)
        if len(pieces) > 1:
            return [g for piece in pieces for g in order_equals(piece, bouts, points, rules, steps)]
    return [names]


def settle_groups(skill, stage, draw, bouts):
    rules = stage["matches"]
    steps = [s for s in skill.rules.get("tie_break", []) if any(s.get(k) == stage["id"] for k in STEPS)]
    points = {n: sum((b.points(n, rules) for b in bouts if n in b.sides()), F(0)) for n in draw}
    rank = {}
    for group in {g for g, _ in draw.values()}:
        names = [n for n in draw if draw[n][0] == group]
        at = 1
        for piece in split_by(names, points.get):
            for equals in order_equals(piece, bouts, points, rules, steps):
                rank.update({n: at for n in equals})
                at += len(equals)
    order = {n: 1 + sum(1 for other in rank.values() if other < rank[n]) for n in draw}
    played = {n: sum(1 for b in bouts if n in b.sides()) for n in draw}
    due = {n: (sum(1 for m in draw if draw[m][0] == draw[n][0]) - 1) * rules.get("rounds", 1) for n in draw}
    return {n: (points[n], played[n], played[n] >= due[n], order[n]) for n in draw}


# ---- knockout

def first_round(names):
    """Seeds meet so that 1 and 2 can meet only in the final; None is nobody."""
    slots = [1]
    while len(slots) < len(names):
        slots = [s for one in slots for s in (one, 2 * len(slots) + 1 - one)]
    return [names[s - 1] if s <= len(names) else None for s in slots]


class Bracket:
    """Who meets whom, as far as it is known. A side is a name, None (nobody), or "?" (not known yet)."""

    def __init__(self, stage, names, bouts):
        self.pairs, self.winner, self.loser, self.played = {}, {}, {}, []
        places = first_round(names)
        self.rounds = len(places).bit_length() - 1
        self.bouts = {(b.round, b.number): b for b in bouts}
        for round_ in range(1, self.rounds + 1):
            for number in range(1, len(places) // 2 + 1):
                self.play(round_, number, places[2 * number - 2], places[2 * number - 1])
            places = [self.winner[round_, n] for n in range(1, len(places) // 2 + 1)]
        self.bronze = bool(stage["matches"].get("bronze")) and self.rounds >= 2
        if self.bronze:
            semi = self.rounds - 1
            self.play(self.rounds, 2, self.loser[semi, 1], self.loser[semi, 2])
        self.champion = places[0] if self.rounds else names[0]

    def play(self, round_, number, a, b):
        at = round_, number
        self.pairs[at] = a, b
        self.winner[at] = self.loser[at] = "?"
        bout = self.bouts.get(at)
        if a is None or b is None:
            self.winner[at], self.loser[at] = (b if a is None else a), None
        elif bout and "?" not in (a, b) and bout.sides() == {a, b} and bout.result(a):
            self.winner[at], self.loser[at] = (a, b) if bout.result(a) > 0 else (b, a)
            self.played.append(bout)


def settle_knockout(stage, draw, bouts):
    names = sorted(draw, key=lambda n: draw[n][1])
    bracket = Bracket(stage, names, bouts)
    rules = stage["matches"]
    reach, done = {n: bracket.rounds + 1.0 for n in names}, {n: bracket.rounds == 0 for n in names}
    for (round_, number), name in bracket.loser.items():
        if name in reach and not (bracket.bronze and round_ == bracket.rounds and number == 2):
            reach[name] = float(round_)
            done[name] = not (bracket.bronze and round_ == bracket.rounds - 1)
    if bracket.champion in reach:
        done[bracket.champion] = True
    if bracket.bronze:
        third, fourth = bracket.winner[bracket.rounds, 2], bracket.loser[bracket.rounds, 2]
        if third in reach:
            reach[third] += 0.5
            done[third] = True
        if third in reach and fourth in reach:
            done[fourth] = True
    everybody = all(done.values())
    points = {n: sum((b.points(n, rules) for b in bracket.played if n in b.sides()), F(0)) for n in names}
    played = {n: sum(1 for b in bracket.played if n in b.sides()) for n in names}
    return {n: (points[n], played[n], everybody, 1 + sum(1 for r in reach.values() if r > reach[n])) for n in names}


def settle(skill, stage, people):
    """{name: (points, matches played, complete, order)} of those who are drawn."""
    draw = drawn(stage, people)
    bouts = [b for b in skill.bouts if b.stage == stage["id"] and b.sides() <= set(draw)]
    if not draw:
        return {}
    if stage["matches"]["format"] == "knockout":
        return settle_knockout(stage, draw, bouts)
    return settle_groups(skill, stage, draw, [b for b in bouts if draw[b.a][0] == draw[b.b][0]])
