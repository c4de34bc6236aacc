"""The language of indicators evaluated by Python itself, one row at a time."""

import re


class _Maybe:
    """A number that may be missing: arithmetic keeps it missing, a comparison with it is false."""

    def __init__(self, value):
        self.value = value

    def _with(self, other, act):
        right = other.value if isinstance(other, _Maybe) else other
        return None if self.value is None or right is None else act(self.value, right)

    def __add__(self, other):
        return _Maybe(self._with(other, lambda a, b: a + b))

    __radd__ = __add__

    def __sub__(self, other):
        return _Maybe(self._with(other, lambda a, b: a - b))

    def __rsub__(self, other):
        return _Maybe(self._with(other, lambda a, b: b - a))

    def __mul__(self, other):
        return _Maybe(self._with(other, lambda a, b: a * b))

    __rmul__ = __mul__

    def __lt__(self, other):
        return bool(self._with(other, lambda a, b: a < b))

    def __le__(self, other):
        return bool(self._with(other, lambda a, b: a <= b))

    def __gt__(self, other):
        return bool(self._with(other, lambda a, b: a > b))

    def __ge__(self, other):
        return bool(self._with(other, lambda a, b: a >= b))

    def __eq__(self, other):
        return bool(self._with(other, lambda a, b: a == b))

    def __ne__(self, other):
        return bool(self._with(other, lambda a, b: a != b))

    __hash__ = None


def amount_by_python(text, row, kinds):
    """What a row counts for: 1 or 0 of a condition, the number of a sum."""
    found = _evaluated(text, row, kinds)
    return (found.value or 0) if isinstance(found, _Maybe) else int(bool(found))


def by_python(text, row, kinds):
    """Whether a row meets a condition."""
    return bool(_evaluated(text, row, kinds))


def _evaluated(text, row, kinds):
    names = {name: _Maybe(value) if kinds[name] == "number" else value for name, value in row.items()}
    for name in row:
        text = re.sub(rf"\b{name} is None", str(row[name] is None), text)
        text = re.sub(rf"\b{name} is not None", str(row[name] is not None), text)
    return eval(text, {"__builtins__": {}}, names)
