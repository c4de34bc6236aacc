"""Addresses in the order in which people count: 2号 before 12号."""

from typing import Any

from django.db.models import CharField, Func, Value

DIGITS = 6


def natural(address: Any) -> Func:
    """The expression's text with every number in it padded to DIGITS, so that texts sort by their numbers."""
    padded = Func(address, Value(r"\d+"), Value("0" * DIGITS + r"\&"), Value("g"), function="regexp_replace")
    kept = rf"\d*(\d{{{DIGITS}}})"
    return Func(padded, Value(kept), Value(r"\1"), Value("g"), function="regexp_replace", output_field=CharField())
