"""Who goes first by the care card (S2.3-15)."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people


def goes_first(resident_id: UUID, asked: str, on: dt.date) -> bool:
    """Whether the care card of a resident puts what is asked for before what others ask for (care.priority)."""
    facts = people.facts_of([resident_id], on)[resident_id]
    schemes = organization.schemes_for(facts.region_code, on)
    told = {"groups": list(facts.groups), "asked": asked}
    return bool(decide("care.priority", on=on, schemes=schemes, facts=told)["goes_first"])
