"""Households: make one, put people in, name the head, split."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import one_at_a_time, retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import terms
from jiayi.registry.people.faults import breach, broken, conflict, misshapen
from jiayi.registry.people.models import Household, Resident
from jiayi.registry.people.permissions import RESIDENT_WRITE, require_over
from jiayi.registry.people.selectors.households import household_for
from jiayi.registry.people.selectors.residents import resident_to_write
from jiayi.registry.people.wording import holds_number

from .places import village_exists

HEAD = str(terms.RelationToHead.HEAD)
FIELDS = ("address", "grid_address", "building", "registered_count", "income_per_person_fen", "dwelling", "problems")
TEXTS = {"address": 200, "grid_address": 100, "building": 60, "problems": 2000}
SERIAL_DIGITS = 5


def register_household(
    *, by: Viewer, region_code: str, number: str = "", entered: Mapping[str, Any] | None = None
) -> Household:
    """Make a household of a village; without a number the next free one of the village is taken."""
    require_over(by, RESIDENT_WRITE, region_code)
    try:
        return _register(by, region_code, number.strip(), entered or {})
    except IntegrityError as error:
        if "household_number_once" not in str(error):
            raise
        raise broken("E_HOUSEHOLD_NUMBER_TAKEN", "number") from None


@retrying_atomic
def _register(by: Viewer, region_code: str, number: str, entered: Mapping[str, Any]) -> Household:
    if not village_exists(region_code):
        raise misshapen([breach("E_REGION_UNKNOWN", "region_code")])
    if len(number) > 30:
        raise misshapen([breach("E_TOO_LONG", "number")])
    household = Household(region_id=region_code, number=number or next_household_number(region_code))
    _apply(household, entered)
    household.save(force_insert=True)
    _audit(by, "people.register_household", household, [])
    return household


def next_household_number(region_code: str) -> str:
    """The village's code and the next five digits; others wait until this transaction ends."""
    one_at_a_time("people_household", region_code)
    of_village = Household.objects.filter(region_id=region_code, number__regex=rf"^{region_code}[0-9]{{5}}$")
    last = of_village.order_by("-number").values_list("number", flat=True).first()
    serial = int(last[-SERIAL_DIGITS:]) + 1 if last else 1
    return f"{region_code}{serial:0{SERIAL_DIGITS}d}"


def household_by_number(number: str, region_code: str) -> Household:
    """The household with this number in the village, made where there is none; for use inside a transaction."""
    household, _ = Household.objects.get_or_create(number=number[:30], defaults={"region_id": region_code})
    if household.region_id != region_code:
        raise broken("E_HOUSEHOLD_OTHER_VILLAGE", "household_number")
    return household


@retrying_atomic
def change_household(*, by: Viewer, household_id: UUID, version: int, entered: Mapping[str, Any]) -> Household:
    """Save the fields of `entered` (see FIELDS) on the version that was read."""
    household = household_for(by, household_id, to_write=True)
    if household.version != version:
        raise conflict()
    _apply(household, entered)
    household.version += 1
    household.save()
    _audit(by, "people.change_household", household, [], fields=sorted(entered))
    return household


def _apply(household: Household, entered: Mapping[str, Any]) -> None:
    faults = [breach("E_TOO_LONG", name) for name, longest in TEXTS.items() if len(entered.get(name) or "") > longest]
    faults += [breach("E_NUMBER_IN_TEXT", name) for name in TEXTS if holds_number(entered.get(name) or "")]
    dwelling = dict(entered.get("dwelling") or {})
    for name, codes in terms.DWELLING.items():
        if dwelling.get(name) and dwelling[name] not in list(codes):
            faults.append(breach("E_CODE_UNKNOWN", name))
    if faults:
        raise misshapen(faults)
    if "dwelling" in entered:
        kept = {name: dwelling[name] for name in (*terms.DWELLING, "area") if dwelling.get(name)}
        household.dwelling = {name: str(value) for name, value in kept.items()}
    for name in FIELDS:
        if name in entered and name != "dwelling":
            value = entered[name]
            setattr(household, name, (value or "").replace("\x00", "") if name in TEXTS else value)


@retrying_atomic
def put_in_household(*, by: Viewer, resident_id: UUID, household_id: UUID | None, relation: str = "") -> Resident:
    """Put a resident into a household of their village, or, with None, out of the one they are in."""
    resident = resident_to_write(by, resident_id)
    if household_id is None:
        return _leave(by, resident)
    household = household_for(by, household_id, to_write=True)
    if household.region_id != resident.region_id:
        raise broken("E_HOUSEHOLD_OTHER_VILLAGE", "household")
    if relation not in list(terms.RelationToHead):
        raise misshapen([breach("E_RELATION_MISSING", "relation_to_head")])
    if resident.household_id and resident.household_id != household.id:
        clear_head(resident)
    _place(resident, household, relation)
    if relation == HEAD:
        _name_head(household, resident)
    _audit(by, "people.put_in_household", household, [resident.id], relation=relation)
    return resident


def _leave(by: Viewer, resident: Resident) -> Resident:
    if resident.household_id is None:
        return resident
    household = household_for(by, resident.household_id, to_write=True)
    clear_head(resident)
    _place(resident, None, "")
    _audit(by, "people.leave_household", household, [resident.id])
    return resident


def clear_head(resident: Resident) -> None:
    """Leave the household without a head where this resident was it."""
    Household.objects.filter(head=resident).update(head=None)


def _place(resident: Resident, household: Household | None, relation: str) -> None:
    resident.household = household
    resident.relation_to_head = relation
    resident.version += 1
    resident.save(update_fields=["household", "relation_to_head", "version", "updated_at"])


@retrying_atomic
def make_head(*, by: Viewer, household_id: UUID, resident_id: UUID) -> Household:
    """Make a member the head; the one before stays a member, as "other" until somebody says how they are related."""
    household = household_for(by, household_id, to_write=True)
    resident = resident_to_write(by, resident_id)
    if resident.household_id != household.id:
        raise broken("E_NOT_A_MEMBER", "head")
    _place(resident, household, HEAD)
    _name_head(household, resident)
    _audit(by, "people.make_head", household, [resident.id])
    return household


def _name_head(household: Household, head: Resident) -> None:
    others = Resident.objects.filter(household=household, relation_to_head=HEAD).exclude(pk=head.pk)
    others.update(relation_to_head=str(terms.RelationToHead.OTHER))
    household.head = head
    household.version += 1
    household.save(update_fields=["head", "version", "updated_at"])


@retrying_atomic
def split_household(
    *, by: Viewer, household_id: UUID, member_ids: Iterable[UUID], head_id: UUID, number: str = "", address: str = ""
) -> Household:
    """Move some members into a new household under a head of theirs; the first keeps the rest."""
    household = household_for(by, household_id, to_write=True)
    rows = list(Resident.objects.select_for_update().filter(household=household, merged_into=None).order_by("id"))
    leaving = [row for row in rows if row.id in set(member_ids)]
    head = next((row for row in leaving if row.id == head_id), None)
    if not leaving or len(leaving) == len(rows) or head is None:
        raise broken("E_SPLIT_NEEDS_MEMBERS", "members")
    made = register_household(
        by=by, region_code=household.region_id, number=number, entered={"address": address or household.address}
    )
    for row in leaving:
        clear_head(row)
        _place(row, made, HEAD if row is head else str(terms.RelationToHead.OTHER))
    _name_head(made, head)
    _audit(by, "people.split_household", household, [row.id for row in leaving], new_household=made.id)
    return made


def _audit(by: Viewer, act: str, household: Household, resident_ids: list[UUID], **details: Any) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="household",
        subject_ids=[household.id],
        resident_ids=resident_ids,
        details={"number": household.number, "region": household.region_id, **details},
    )
