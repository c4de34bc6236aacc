"""Taking a decision of care in a test."""

import pytest

from jiayi.foundation.rulebook import RulebookError, decide


def taken(name, facts, *, on="2026-03-01", schemes=("national",)):
    return decide(f"care.{name}", on=on, schemes=list(schemes), facts=facts)


def error_of(name, facts):
    with pytest.raises(RulebookError) as refused:
        taken(name, facts)
    return refused.value.code
