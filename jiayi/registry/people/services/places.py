"""Places that residents may be registered at."""

from jiayi.registry.organization import selectors as organization

VILLAGE_DIGITS = 12


def village_exists(code: str) -> bool:
    """Whether this is the code of a village that is known."""
    return len(code) == VILLAGE_DIGITS and code.isdigit() and bool(organization.region_names([code]))
