"""`jiayi demo` says plainly what it cannot build, before it touches the database."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.architecture.house import CHECKOUT


@pytest.mark.parametrize("day", ["1800-01-01", "2023-12-31", "2026-13-01", "tomorrow"])
def test_a_day_that_no_county_can_be_built_for_is_refused(day):
    with pytest.raises(CommandError, match=f"--as-of {day}") as refused:
        call_command("demo", as_of=day)
    assert refused.value.returncode == 2


def test_make_demo_may_be_called_again():
    assert "jiayi demo --size $(SIZE) --keep" in (CHECKOUT / "Makefile").read_text("utf-8")
