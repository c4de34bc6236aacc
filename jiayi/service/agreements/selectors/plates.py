"""What plates at homes and contact cards bear of a household: as little as finds the right door."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import Kind, State

from .listing import visible
from .verification import masked_name

PLATES_PER_FILE = 200


@dataclass(frozen=True)
class Plate:
    """One household's plate: its number and place, the head's name masked, the team and who answers for it."""

    household_id: UUID
    number: str
    head: str
    address: str
    team_id: UUID
    responsible: str
    phone: str
    ends_on: dt.date
    resident_ids: tuple[UUID, ...]


def signed_households(viewer: Viewer, village: str) -> list[UUID]:
    """The households of a village with an agreement in force within reach, in the order of their numbers."""
    found = _in_force(viewer, village).order_by("household__number", "household_id")
    return list(dict.fromkeys(found.values_list("household_id", flat=True)))


def plates(viewer: Viewer, village: str, households: Iterable[UUID]) -> list[Plate]:
    """The plates of these households; two queries, however many."""
    found = _in_force(viewer, village).filter(household_id__in=list(households))
    rows = list(
        found.select_related("household__head", "responsible_person").order_by(
            "household__number", "household_id", "-ends_on", "id"
        )
    )
    phones = organization.public_phones({one.responsible_person_id for one in rows})
    return [_plate(list(members), phones) for _key, members in groupby(rows, key=lambda one: one.household_id)]


def _in_force(viewer: Viewer, village: str):
    found = visible(viewer).filter(region_id=village, state=State.ACTIVE, household__isnull=False)
    return found.exclude(kind=Kind.SUPPLEMENTARY)


def _plate(members: list[Agreement], phones: dict[UUID, str]) -> Plate:
    first = members[0]
    household = first.household
    return Plate(
        household_id=household.id,
        number=household.number,
        head=masked_name(household.head.name) if household.head else "",
        address=household.address,
        team_id=first.team_id,
        responsible=first.responsible_person.name,
        phone=phones.get(first.responsible_person_id, ""),
        ends_on=first.ends_on,
        resident_ids=tuple(one.resident_id for one in members),
    )


@dataclass(frozen=True)
class Holder:
    """Whom a contact card is for: a name masked, and the number of the paper."""

    name: str
    number: str


def holders_of(agreements: Iterable[Agreement]) -> Iterator[Holder]:
    """One card for each resident on a paper."""
    return (Holder(masked_name(one.resident.name), one.paper.number) for one in agreements)
