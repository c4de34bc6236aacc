"""How many units an item needs: doses are taken as written, and whole units are given out."""

import math
from decimal import Decimal
from fractions import Fraction


def units_for(units_per_dose: Decimal, per_day: Fraction, days: int) -> int:
    """Whole units (tablets, puffs) for so many days."""
    return math.ceil(Fraction(units_per_dose) * per_day * days)


def amount_per_day(units_per_dose: Decimal, per_day: Fraction, amount_per_unit: float) -> float:
    """What is taken a day, in the unit of the strength."""
    return float(Fraction(units_per_dose) * per_day * Fraction(str(amount_per_unit)))


def due_units(
    units_per_dose: Decimal, per_day: Fraction, *, days_given: int, days: int, already: int, total: int
) -> int:
    """Units to give out with the next `days`, after `days_given` days for which `already` units were given.

    What an earlier part owes is in it; parts of whatever size together never exceed the total.
    """
    return max(min(units_for(units_per_dose, per_day, days_given + days), total) - already, 0)
