"""The diagram in the documentation is that of the code."""

import io
from pathlib import Path

from django.core.management import call_command

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "agreement-states.md"


def test_the_diagram_of_states_is_the_one_that_the_code_draws():
    printed = io.StringIO()
    call_command("agreement_states", stdout=printed)
    assert DOCUMENT.read_text("utf-8") == printed.getvalue(), "run: jiayi agreement_states > docs/agreement-states.md"
