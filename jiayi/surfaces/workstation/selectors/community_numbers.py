"""The numbers of a community diagnosis, counted from what is registered: plain, so that the report keeps them."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.selectors import AgreementFilters
from jiayi.service.agreements.terms import State
from jiayi.service.care import selectors as care

BANDS = ((0, 6), (7, 17), (18, 44), (45, 64), (65, 79), (80, None))  # completed years
SEXES = ("male", "female")
MOST_SIGNED = 10_000_000


def community_numbers(viewer: Viewer, region: str, *, on: dt.date) -> dict[str, Any]:
    """{villages, households, teams, population: {band: {male, female}}, groups: {code: n}, signed, programmes, …}."""
    here = people.residents(viewer, on=on, region=region, status=ResidentStatus.LIVING_HERE).order_by()
    areas = organization.areas(viewer, on=on, region=region)
    filters = AgreementFilters(region=region, states=[State.ACTIVE])
    return {
        "villages": organization.regions(viewer, below=region, level="village", on=on).count(),
        "households": people.households(viewer, region=region).order_by().count(),
        "teams": len({area.team_id for area in areas}),
        "population": _population(here, on),
        "groups": {code: n for code in rulebook().open_groups if (n := _members(viewer, code, region, on))},
        "signed": agreements.count_of(viewer, filters, limit=MOST_SIGNED),
        "programmes": [
            {"code": one.programme, "managed": one.managed, "seen": one.seen, "controlled": one.controlled}
            for one in care.control_of(viewer, region, on=on)
        ],
        "survey": care.survey_summary(viewer, region, on=on),
    }


def _population(here: Any, on: dt.date) -> dict[str, dict[str, int]]:
    counted = here.aggregate(
        **{
            f"{band_name(band)}_{sex}": Count("pk", filter=_aged(band, on) & Q(sex=sex))
            for band in BANDS
            for sex in SEXES
        }
    )
    return {band_name(band): {sex: counted[f"{band_name(band)}_{sex}"] for sex in SEXES} for band in BANDS}


def band_name(band: tuple[int, int | None]) -> str:
    """Such as 7_17, or 80_ for the last."""
    first, last = band
    return f"{first}_{last if last is not None else ''}"


def _aged(band: tuple[int, int | None], on: dt.date) -> Q:
    first, last = band
    found = Q(birth_date__lte=people.latest_birth(on, 12 * first))
    return found if last is None else found & Q(birth_date__gt=people.latest_birth(on, 12 * last + 12))


def _members(viewer: Viewer, group: str, region: str, on: dt.date) -> int:
    found = people.residents(viewer, on=on, region=region, group=group, status=ResidentStatus.LIVING_HERE)
    return found.order_by().count()
