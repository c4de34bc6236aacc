"""Residents and households in words: what lists, cards, answers and files show. Numbers are masked here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from jiayi.foundation.core.choices import Choice, Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.core.national_id import masked
from jiayi.foundation.core.phones import masked_phone
from jiayi.foundation.rulebook import rulebook

from . import terms
from .models import Household, Resident
from .sealing import number_of

STATUS_LOOK = {
    terms.ResidentStatus.LIVING_HERE: ("green", "home-check"),
    terms.ResidentStatus.MOVED_AWAY: ("secondary", "plane-departure"),
    terms.ResidentStatus.DECEASED: ("secondary", "flower"),
    terms.ResidentStatus.UNREACHABLE: ("yellow", "phone-off"),
    terms.ResidentStatus.REFUSED: ("yellow", "hand-stop"),
    terms.ResidentStatus.OTHER: ("secondary", "archive"),
}


def language() -> str:
    return get_language() or "zh-hans"


def label(codes: type[Choice], code: str) -> str:
    """A code in the reader's language; a code that is none, as it stands."""
    return codes(code).label(language()) if code in list(codes) else code


def group_labels(codes: Iterable[str]) -> list[str]:
    """Population groups in the reader's language."""
    groups = rulebook().groups
    return [groups[code].label(language()) if code in groups else code for code in codes]


def masked_number(resident: Resident, name: str) -> str:
    """A personal number with its middle hidden; "" where none is kept."""
    number = number_of(resident, name)
    return masked(number) if name == "national_id" else masked_phone(number)


def status_of(resident: Resident) -> dict[str, str]:
    """The status as the status component takes it: never by colour alone."""
    colour, icon = STATUS_LOOK.get(resident.status, ("secondary", "archive"))
    return {"label": label(terms.ResidentStatus, resident.status), "colour": colour, "icon": icon}


def resident_card(resident: Resident, on: date, *, groups: Iterable[str] = ()) -> dict[str, Any]:
    """A resident in a list or at the head of a page; the region must be loaded."""
    return {
        "id": resident.id,
        "name": resident.name,
        "sex": label(Sex, resident.sex),
        "birth_date": resident.birth_date,
        "age": max(completed_years(resident.birth_date, on), 0),
        "national_id": masked_number(resident, "national_id"),
        "phone": masked_number(resident, "phone"),
        "archive_number": resident.archive_number or "",
        "region": resident.region.name,
        "address": resident.address,
        "relation": label(terms.RelationToHead, resident.relation_to_head),
        "household_id": resident.household_id,
        "residence": label(terms.ResidenceKind, resident.residence_kind),
        "groups": group_labels(groups),
        "status": status_of(resident),
        "is_living_here": resident.status == terms.ResidentStatus.LIVING_HERE,
    }


def household_row(household: Household) -> dict[str, Any]:
    """A household in a list, as `selectors.households` with counts loads it."""
    return {
        "id": household.id,
        "number": household.number,
        "region": household.region.name,
        "address": household.address,
        "head": household.head.name if household.head else "",
        "head_id": household.head_id,
        "living_count": household.living_count,
        "url": reverse("people:household", args=[household.id]),
    }


def dwelling_rows(household: Household, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """The living conditions in words, in the order of the sheet."""
    rows = [(titles[name], label(codes, household.dwelling.get(name, ""))) for name, codes in terms.DWELLING.items()]
    area = household.dwelling.get("area", "")
    return [*rows, (titles["area"], f"{area} m²" if area else "")]


def api_card(resident: Resident, on: date) -> dict[str, Any]:
    """A resident as the API answers: codes, and masked numbers."""
    return {
        "id": resident.id,
        "archive_number": resident.archive_number,
        "name": resident.name,
        "sex": resident.sex,
        "birth_date": resident.birth_date,
        "age": max(completed_years(resident.birth_date, on), 0),
        "document_kind": resident.document_kind,
        "national_id": masked_number(resident, "national_id"),
        "phone": masked_number(resident, "phone"),
        "region": resident.region_id,
        "address": resident.address,
        "household": resident.household_id,
        "relation_to_head": resident.relation_to_head,
        "residence_kind": resident.residence_kind,
        "status": resident.status,
        "version": resident.version,
    }
