"""What most tests of this room begin with; a file that needs another village says which."""

import pytest

from tests.registry.access.factories import signed_in

from .factories import make_village


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def doctor(client, village):
    """A browser in which a doctor of the village's institution is signed in."""
    return signed_in(client, "doctor", institution=village.team.institution)
