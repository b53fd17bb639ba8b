"""Exact figures: rounding, roots, one entry's worth, a panel's figure. Plain and slow on purpose."""
import math
from fractions import Fraction as F


class Code(str):
    """A code in the place of a figure: worse than any figure, equal to any other code."""


def is_code(value):
    return isinstance(value, Code)


# ---- numbers

def rounded(value, how):
    if how is None or is_code(value):
        return value
    scale = F(10) ** how["places"]
    x = value * scale
    whole = math.floor(abs(x))
    rest = abs(x) - whole
    mode = how.get("mode", "half_up")
    up = {"half_up": rest >= F(1, 2),
          "half_even": rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1),
          "truncate": False,
          "up": rest > 0}[mode]
    return F(whole + up) / scale * (1 if x >= 0 else -1)


def root_rounded(plus, sign, square, how):
    """plus + sign * sqrt(square), rounded exactly: by bisection on whole units, then by squares."""
    scale = F(10) ** how["places"]

    def at_least(unit):  # is plus + sign * root >= unit / scale ?
        rest = (unit / scale - plus) * sign
        if sign > 0:
            return rest <= 0 or square >= rest * rest
        return rest >= 0 and square <= rest * rest

    low, high = F(-10) ** 18, F(10) ** 18
    low, high = -10 ** 30, 10 ** 30
    while high - low > 1:
        middle = (low + high) // 2
        if at_least(F(middle)):
            low = middle
        else:
            high = middle
    floor = low  # floor(value * scale)
    exact = exactly(plus, sign, square, F(floor) / scale)
    half = at_least(F(floor) + F(1, 2))
    exact_half = exactly(plus, sign, square, (F(floor) + F(1, 2)) / scale)
    negative = floor < 0
    mode = how.get("mode", "half_up")
    if exact:
        unit = floor
    elif mode == "half_up":
        unit = floor + (half and not (negative and exact_half))
    elif mode == "half_even":
        unit = floor + (half and not (exact_half and floor % 2 == 0))
    elif mode == "truncate":
        unit = floor + negative
    else:
        unit = floor + (not negative)
    return F(unit) / scale


def exactly(plus, sign, square, value):
    rest = (value - plus) * sign
    return rest >= 0 and rest * rest == square


def percent(text):
    return F(text[:-1]) / 100 if text.endswith("%") else F(text)


def median(values):
    v = sorted(values)
    n = len(v)
    return v[n // 2] if n % 2 else (v[n // 2 - 1] + v[n // 2]) / 2


def mean(values):
    return sum(values, F(0)) / len(values)


def variance(values, sample):
    if len(values) < 2:
        return F(0)
    m = mean(values)
    return sum(((x - m) ** 2 for x in values), F(0)) / (len(values) - (1 if sample else 0))


def band(bands, x):
    for b in bands:
        if F(b["from"]) <= x <= F(b["to"]):
            return b
    return None


# ---- one entry

def deducted(full, text):
    return full * (1 - percent(text))


def fault_off(fault, quantity):
    if fault.get("lost"):
        return None if quantity > 0 else F(0)
    each = F(fault.get("each", "1"))
    steps = math.ceil(quantity / each) if fault.get("begun", True) else math.floor(quantity / each)
    off = steps * F(fault["amount"])
    if F(fault.get("most", "0")) > 0:
        off = min(off, F(fault["most"]))
    return off


def root_floor(a, d, exponent):
    """The greatest whole n with n <= a * d ** exponent, exactly."""
    p, q = F(exponent).numerator, F(exponent).denominator
    right = a ** q * d ** p
    low, high = 0, 1
    while F(high) ** q <= right:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if F(middle) ** q <= right:
            low = middle
        else:
            high = middle
    return F(low)


def worth(aspect, entry):
    """entry: a Fraction, a dict of faults, or (achieved, target)."""
    kind = aspect.get("input", "score")
    full = F(aspect.get("full", "0"))
    if kind in ("score", "tick"):
        value = entry
    elif kind == "pass_fail":
        value = full if entry == 1 else F(0)
    elif kind == "number":
        value = full * entry / F(aspect["possible"])
    elif kind == "choice":
        chosen = aspect["choices"][int(entry) - 1]
        value = F(chosen["points"]) if "points" in chosen else deducted(full, chosen["deduct"])
    elif kind == "ranged":
        found = band(aspect["bands"], entry)
        value = F(0) if found is None else F(found["points"]) if "points" in found \
            else deducted(full, found["deduct"])
    elif kind == "judgement":
        value = full * entry / 3
    elif kind == "deduction":
        offs = [fault_off(f, F(entry.get(f["id"], "0"))) for f in aspect["faults"]]
        value = F(0) if any(o is None for o in offs) else max(F(0), full - sum(offs, F(0)))
    elif kind == "target":
        achieved, target = entry
        target = F(aspect["target"]) if target is None else target
        share = target / achieved if aspect.get("falling") else achieved / target
        value = full * min(F(aspect.get("cap", "1")), share)
    elif kind == "linear":
        line = aspect["linear"]
        value = F(line["a"]) + F(line["b"]) * (entry - F(line["k"]))
        value = max(value, F(line["least"])) if "least" in line else value
        value = min(value, F(line["most"])) if "most" in line else value
    elif kind == "power":
        power = aspect["power"]
        d = F(power["b"]) - entry if power.get("falling") else entry - F(power["b"])
        value = F(0) if d <= 0 else root_floor(F(power["a"]), d, power["exponent"])
    elif kind == "place":
        value = entry
        if "points" in aspect:
            points = aspect["points"]
            value = F(points[int(entry) - 1]) if entry <= len(points) else F(0)
    else:
        raise ValueError(kind)
    return rounded(value * F(aspect.get("weight", "1")), aspect.get("rounding"))


# ---- a panel

def drops(part, count):
    for t in part.get("trim", []):
        if t["figures"] == count:
            return t["high"], t["low"]
    return (0, 0) if "trim" in part else (part.get("drop_high", 0), part.get("drop_low", 0))


def limit_of(rule, figures):
    if "limit" in rule:
        return F(rule["limit"])
    by = F(len(figures)) if rule["by"] == "dixon" else mean(figures)
    found = band(rule["limits"], by)
    return None if found is None else F(found["limit"])


def outside(rule, figures):
    """Which figures are further away than the rule allows; for range and dixon all or none."""
    limit = limit_of(rule, figures)
    if limit is None or not figures:
        return [False] * len(figures)
    if rule["by"] == "range":
        return [max(figures) - min(figures) > limit] * len(figures)
    if rule["by"] == "dixon":
        v = sorted(figures)
        span = v[-1] - v[0]
        out = [False] * len(figures)
        if len(v) >= 3 and span > 0:
            low = (v[1] - v[0]) / span > limit
            high = (v[-1] - v[-2]) / span > limit
            out = [(high and f == v[-1]) or (low and f == v[0]) for f in figures]
        return out
    centre = mean(figures) if rule["by"] == "from_mean" else median(figures)
    return [abs(f - centre) > limit for f in figures]


def reduce(part, figures, accepted):
    """(figure, apart); figure None when nothing is left."""
    rule = part.get("variance")
    use_all, apart = False, False
    figures = list(figures)
    if rule and not accepted:
        out = outside(rule, figures)
        apart = any(out)
        if apart and rule["do"] == "leave_out":
            left = [f for f, o in zip(figures, out) if not o]
            high, low = drops(part, len(left))
            figures = left if len(left) > high + low else figures
        use_all = apart and rule["do"] == "use_all"
    how = part.get("reduce", "mean")
    if how == "agreed":
        if len(set(figures)) > 1:
            return median(figures), True
        return figures[0], apart
    if not use_all:
        high, low = drops(part, len(figures))
        figures = sorted(figures)[low:len(figures) - high] if high + low < len(figures) else []
    if not figures:
        return None, apart
    if how == "mean":
        value = mean(figures)
    elif how == "sum":
        value = sum(figures, F(0))
    elif how == "median":
        value = median(figures)
    elif how == "least":
        value = min(figures)
    elif how == "most":
        value = max(figures)
    elif how == "middle_two":
        v = sorted(figures)
        n = len(v)
        if n % 2:
            value = v[n // 2]
        else:
            a, b = v[n // 2 - 1], v[n // 2]
            found = band(part["tolerance"], (a + b) / 2)
            value = (a + b) / 2 if found is None or b - a <= F(found["within"]) else mean(v)
    elif how == "near_median":
        m = median(figures)
        weights = [1 / (1 + (f - m) ** 2) for f in figures]
        value = sum((w * f for w, f in zip(weights, figures)), F(0)) / sum(weights, F(0))
    else:
        raise ValueError(how)
    return value, apart
