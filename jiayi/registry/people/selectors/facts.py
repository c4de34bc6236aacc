"""What rules need to know of residents on a day, for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.core.dates import completed_months, completed_years
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.models import GroupMembership, Resident
from jiayi.registry.people.terms import ResidenceKind, ResidentFacts, ResidentStatus
from jiayi.registry.people.visibility import is_open

from .group_filter import MATERNAL, is_derived_by_age

_COLUMNS = (
    "id",
    "name",
    "sex",
    "birth_date",
    "resident_since",
    "residence_kind",
    "status",
    "status_on",
    "guardian_id",
    "region_id",
    "household_id",
    "household__head_id",
    "household__head__birth_date",
    "household__head__resident_since",
    "household__head__residence_kind",
)


def facts_of(resident_ids: Iterable[UUID], on: date) -> dict[UUID, ResidentFacts]:
    """Facts by id on a day; unknown ids are left out, and so are restricted groups, of which no rule and no list is to
    tell. Three queries, however many residents.

    No viewer: the caller has found these residents for theirs, and hands the facts to rules.
    """
    rows = list(Resident.objects.filter(pk__in=list(resident_ids)).values(*_COLUMNS))
    schemes = organization.schemes_of({row["region_id"] for row in rows}, on)
    memberships = _memberships([row["id"] for row in rows], on)
    return {row["id"]: _facts(row, memberships[row["id"]], schemes[row["region_id"]], on) for row in rows}


def group_codes_of(resident_ids: Iterable[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    """The groups of residents by id, derived and recorded together."""
    return {resident_id: facts.groups for resident_id, facts in facts_of(resident_ids, on).items()}


def _memberships(resident_ids: list[UUID], on: date) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    rows = GroupMembership.objects.filter(is_open(on), resident_id__in=resident_ids).order_by("since", "id")
    rows = rows.exclude(group__in=rulebook().restricted_groups)
    for row in rows.values("resident_id", "group", "delivered_on"):
        found[row["resident_id"]].append(row)
    return found


def _facts(row: dict[str, Any], memberships: list[dict[str, Any]], schemes: tuple[str, ...], on: date) -> ResidentFacts:
    groups = decide("people.groups.derive", on=on, schemes=schemes, facts=_group_facts(row, memberships))
    closed = row["status"] != ResidentStatus.LIVING_HERE and not (row["status_on"] and row["status_on"] > on)
    return ResidentFacts(
        id=row["id"],
        name=row["name"],
        sex=row["sex"],
        birth_date=row["birth_date"],
        age=max(completed_years(row["birth_date"], on), 0),
        months_resident=_months_resident(row, on),
        alive=not (closed and row["status"] == ResidentStatus.DECEASED),
        lives_here=not closed,
        groups=tuple(groups["groups"]),
        is_key=groups["key"],
        is_special=groups["special"],
        has_guardian=row["guardian_id"] is not None,
        region_code=row["region_id"],
        household_id=row["household_id"],
        is_head=row["household__head_id"] == row["id"],
        schemes=schemes,
    )


def _group_facts(row: dict[str, Any], memberships: list[dict[str, Any]]) -> dict[str, Any]:
    recorded = [each["group"] for each in memberships if not _is_derived(each["group"])]
    maternal = [each["delivered_on"] for each in memberships if each["group"] == MATERNAL]
    return {
        "birth_date": row["birth_date"],
        "recorded": recorded,
        "pregnant": None in maternal,
        "delivered_on": max((day for day in maternal if day), default=None),
    }


def _is_derived(group: str) -> bool:
    return group == MATERNAL or is_derived_by_age(group)


def _months_resident(row: dict[str, Any], on: date) -> int:
    """Completed months of living here; those registered here count from birth where no day is entered.

    An infant has lived here as long as the head of the household. Unknown for others: none, so that
    signing asks for the day.
    """
    own = _months_since(row["residence_kind"], row["resident_since"], row["birth_date"], on)
    is_infant = completed_years(row["birth_date"], on) < 1
    if not is_infant or row["household__head_id"] in (None, row["id"]):
        return own
    head = [row[f"household__head__{name}"] for name in ("residence_kind", "resident_since", "birth_date")]
    return max(own, _months_since(*head, on))


def _months_since(residence_kind: str, since: date | None, birth_date: date, on: date) -> int:
    if since is None and residence_kind != ResidenceKind.REGISTERED:
        return 0
    return max(completed_months(since or birth_date, on), 0)
