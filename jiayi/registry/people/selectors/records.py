"""Whether a resident's record holds what the schemes ask for (S2.4-09): one record, and lists of the incomplete."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from jiayi.foundation.rulebook import Reason, RulebookView, decide, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.models import Household, Resident

FIELDS = "resident.record_fields"
KINDS = "resident.record_kinds"
MEMBERS_TARGET = "record_rate.household_members_target"
HEADS_PHONE = "household__head__phone_sealed"  # children, above all, are reached through the head of the household
# What a field of the rulebook means here: the columns of which one at least is filled.
COLUMNS: dict[str, tuple[str, ...]] = {
    "identity_number": ("national_id_index",),
    "reachable_phone": ("phone_sealed", "home_phone_sealed", "contact_phone_sealed", "guardian_id", HEADS_PHONE),
    "home_address": ("address",),
    "household_place": ("household_id",),
    "ethnic_group": ("ethnicity",),
    "payment_ways": ("payment_kinds",),
}
_EMPTY: dict[str, Any] = {
    "phone_sealed": b"",
    "home_phone_sealed": b"",
    "contact_phone_sealed": b"",
    "address": "",
    "ethnicity": "",
    "payment_kinds": [],
}


def record_check(resident: Resident, on: date) -> dict[str, Any]:
    """people.record.complete of one resident: {complete, missing, reasons}. Reads the schemes and, where the resident
    has no phone, the head of the household."""
    filled = [field for field, columns in COLUMNS.items() if any(_value(resident, column) for column in columns)]
    schemes = organization.schemes_for(resident.region_id, on)
    return decide("people.record.complete", on=on, schemes=schemes, facts={"filled": filled})


def records_asked(household: Household, on: date) -> list[Reason]:
    """Which records the schemes of the household's village ask for (S2.2-03), of what share of its members (S2.1-08);
    empty where no scheme says."""
    view = RulebookView(on, organization.schemes_for(household.region_id, on))
    view.get(KINDS)
    view.get(MEMBERS_TARGET)
    return view.values_read(except_for=set())


def _value(resident: Resident, path: str) -> Any:
    """What a path of columns holds; None where a step of it leads nowhere."""
    found: Any = resident
    for name in path.split("__"):
        found = getattr(found, name, None)
    return found


def with_gaps(rows: QuerySet[Resident], region: str, on: date) -> QuerySet[Resident]:
    """Those whose record lacks something that the schemes of the region ("": the national rules) ask for."""
    schemes = organization.schemes_for(region, on) if region else [organization.NATIONAL]
    found = find_value(FIELDS, on, schemes)
    asked = [COLUMNS[field] for field in (found.value if found else ()) if field in COLUMNS]
    return rows.filter(reduce(or_, (_all_empty(columns) for columns in asked), Q(pk__in=())))


def _all_empty(columns: tuple[str, ...]) -> Q:
    found = Q()
    for column in columns:
        found &= _no_phone_of_head() if column == HEADS_PHONE else Q(**{column: _EMPTY.get(column)})
    return found


def _no_phone_of_head() -> Q:
    return Q(household__head=None) | Q(**{HEADS_PHONE: b""})
