"""Each test begins in the project's language, whatever a page of the test before was read in."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _own_language() -> None:
    translation.deactivate()
