"""A home round of a village on a day: households in the order of the team's way, each with whom to see and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents.services import qr_code
from jiayi.registry.people import services as people_services
from jiayi.registry.tasks import selectors as tasks
from jiayi.surfaces.workstation.permissions import RECORD_WRITE

from .day import address_within
from .dues import PersonDues, dues_of

MOST_PERSONS = 400  # of one sheet


@dataclass(frozen=True)
class Stop:
    """A household of the round with those of it who are to be seen."""

    number: int
    home_id: UUID | None
    address: str
    persons: list[PersonDues]


@dataclass(frozen=True)
class RoundSheet:
    """The round of a village on a day; `phones` by resident for who may call them."""

    village: str
    on: dt.date
    stops: list[Stop]
    phones: dict[UUID, str]
    is_cut: bool

    @property
    def resident_ids(self) -> list[UUID]:
        return [one.id for stop in self.stops for one in stop.persons]


def round_sheet(viewer: Viewer, village: tuple[str, str], on: dt.date) -> RoundSheet:
    """Everybody of the village (code, name) of whom something may be done on the day, in the order of the round."""
    code, name = village
    rows = tasks.in_road_order(tasks.worklist(viewer, on=on).filter(region=code).exclude(resident=None))
    places: dict[UUID, Any] = {}
    for task in rows.order_by(*tasks.ROAD):
        places.setdefault(task.resident_id, task)
    shown = list(places.values())[:MOST_PERSONS]
    residents = [task.resident for task in shown]
    dues = {one.id: _begun(one) for one in dues_of(viewer, residents, on)}
    return RoundSheet(
        village=name,
        on=on,
        stops=_stops(shown, dues, name),
        phones=_phones(viewer, residents, name, on),
        is_cut=len(places) > MOST_PERSONS,
    )


def _begun(person: PersonDues) -> PersonDues:
    """What may be done already, and no more."""
    return replace(person, dues=[line for line in person.dues if line.is_begun])


def _stops(shown: Sequence[Any], dues: dict[UUID, PersonDues], village: str) -> list[Stop]:
    found = []
    for number, (_home, group) in enumerate(groupby(shown, key=lambda task: task.home), start=1):
        of_home = list(group)
        home = of_home[0].resident.household
        address = address_within(home, of_home[0].resident, village)
        found.append(Stop(number, home.id if home else None, address, [dues[task.resident_id] for task in of_home]))
    return found


def _phones(viewer: Viewer, residents: Sequence[Any], village: str, on: dt.date) -> dict[UUID, str]:
    if not residents or not viewer.can(RECORD_WRITE):
        return {}
    reason = _("%(village)s %(day)s 走访单") % {"village": village, "day": on.isoformat()}
    return people_services.reveal_phones(by=viewer, residents=residents, reason=reason)


def sheet_data(sheet: RoundSheet, team: str, address_of: Any) -> dict[str, Any]:
    """What the paper prints; `address_of` gives the address of a resident's page."""
    return {
        "village": sheet.village,
        "day": f"{sheet.on.year}年{sheet.on.month}月{sheet.on.day}日",  # data, not for translation
        "team": team,
        "homes": len(sheet.stops),
        "persons": len(sheet.resident_ids),
        "stops": [
            {
                "number": stop.number,
                "address": stop.address or "—",
                "persons": [_person(one, sheet.phones.get(one.id, ""), address_of(one.id)) for one in stop.persons],
            }
            for stop in sheet.stops
        ],
    }


def _person(one: PersonDues, phone: str, address: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "about": f"{one.sex} {one.age}岁",  # data, not for translation
        "phone": phone,
        "dues": [_due(line) for line in one.dues],
        "pressure": one.pressure,
        "glucose": one.glucose,
        "qr": qr_code(address),
    }


def _due(line: Any) -> str:
    late = "逾期 " if line.is_overdue else ""  # data, not for translation
    return f"{line.title}（{late}{line.due_on:%m-%d}）"  # data, not for translation
