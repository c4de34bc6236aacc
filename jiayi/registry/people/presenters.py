"""Residents and households in words: what lists, cards, answers and files show. Numbers are masked here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization

from . import terms
from .labels import group_labels
from .models import Departure, GroupMembership, Household, Resident, ResidentMerge, StayElsewhere
from .sealing import masked_number

STATUS_LOOK = {
    terms.ResidentStatus.LIVING_HERE: ("green", "home-check"),
    terms.ResidentStatus.MOVED_AWAY: ("secondary", "plane-departure"),
    terms.ResidentStatus.DECEASED: ("secondary", "flower"),
    terms.ResidentStatus.UNREACHABLE: ("yellow", "phone-off"),
    terms.ResidentStatus.REFUSED: ("yellow", "hand-stop"),
    terms.ResidentStatus.OTHER: ("secondary", "archive"),
}


def status_of(resident: Resident) -> dict[str, str]:
    """The status as the status component takes it: never by colour alone."""
    colour, icon = STATUS_LOOK.get(resident.status, ("secondary", "archive"))
    return {"label": label_of(terms.ResidentStatus, resident.status), "colour": colour, "icon": icon}


def resident_card(resident: Resident, on: date, *, groups: Iterable[str] = ()) -> dict[str, Any]:
    """A resident in a list or at the head of a page; the region must be loaded."""
    return {
        "id": resident.id,
        "name": resident.name,
        "sex": label_of(Sex, resident.sex),
        "birth_date": resident.birth_date,
        "age": max(completed_years(resident.birth_date, on), 0),
        "national_id": masked_number(resident, "national_id"),
        "phone": masked_number(resident, "phone"),
        "archive_number": resident.archive_number or "",
        "region": resident.region.name,
        "address": resident.address,
        "relation": label_of(terms.RelationToHead, resident.relation_to_head),
        "household_id": resident.household_id,
        "residence": label_of(terms.ResidenceKind, resident.residence_kind),
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
    rows = [(titles[name], label_of(codes, household.dwelling.get(name, ""))) for name, codes in terms.DWELLING.items()]
    area = household.dwelling.get("area", "")
    return [*rows, (titles["area"], f"{area} m²" if area else "")]


def membership_row(membership: GroupMembership, on: date) -> dict[str, Any]:
    """A recorded group with its time, evidence and who said it."""
    return {
        "id": membership.id,
        "code": membership.group,
        "label": group_labels([membership.group])[0],
        "since": membership.since,
        "until": membership.until,
        "delivered_on": membership.delivered_on,
        "evidence": membership.evidence,
        "source": label_of(terms.GroupSource, membership.source),
        "is_open": membership.until is None or membership.until >= on,
        "may_close": membership.until is None,
    }


def stay_row(stay: StayElsewhere, on: date) -> dict[str, Any]:
    """A time elsewhere."""
    return {
        "id": stay.id,
        "since": stay.since,
        "until": stay.until,
        "reason": label_of(terms.StayReason, stay.reason),
        "place": stay.place,
        "is_open": stay.since <= on and (stay.until is None or stay.until >= on),
        "may_end": stay.until is None,
    }


def departure_rows(departures: Iterable[Departure]) -> list[dict[str, Any]]:
    """Entries of death, departure and moves; only the latest that stands can be taken back."""
    rows = list(departures)
    names = organization.region_names({code for row in rows for code in (row.from_region, row.to_region) if code})
    standing = [row for row in rows if row.undone_at is None]
    latest = max(standing, key=lambda row: (row.created_at, row.id), default=None)
    return [
        {
            "id": row.id,
            "kind": _("迁居")
            if row.kind == terms.ResidentStatus.LIVING_HERE
            else label_of(terms.ResidentStatus, row.kind),
            "on": row.on,
            "evidence": row.evidence,
            "from": names.get(row.from_region, row.from_region),
            "to": names.get(row.to_region, row.to_region),
            "undone_reason": row.undone_reason,
            "is_undone": row.undone_at is not None,
            "may_undo": row == latest,
        }
        for row in rows
    ]


def merge_row(merge: ResidentMerge) -> dict[str, Any]:
    """One merger in words."""
    return {
        "id": merge.id,
        "kept": merge.kept.name,
        "kept_id": merge.kept_id,
        "kept_archive_number": merge.kept.archive_number or "",
        "place": merge.kept.region.name,
        "merged": merge.merged.name,
        "merged_archive_number": merge.merged.archive_number or "",
        "reason": merge.reason,
        "at": merge.created_at,
        "undone_at": merge.undone_at,
        "standing": _("已撤销") if merge.undone_at else _("已合并"),
        "undone_reason": merge.undone_reason,
    }


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
