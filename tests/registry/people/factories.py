"""Residents and households for tests, written straight into the tables; every value is made up."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Scope
from jiayi.foundation.core import national_id
from jiayi.foundation.core.names import comparable_name
from jiayi.registry.organization.models import Region
from jiayi.registry.people import sealing
from jiayi.registry.people.models import CareRelation, GroupMembership, Household, Resident, StayElsewhere
from jiayi.registry.people.pinyin import pinyin_of

VILLAGE = "420324101228"
OTHER_VILLAGE = "420324102228"
_LEVELS = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
_serials = itertools.count(1)


def make_region(code: str = VILLAGE) -> Region:
    """The region with this code and those above it."""
    length = len(code)
    above = {4: 2, 6: 4, 9: 6, 12: 9}.get(length)
    parent = make_region(code[:above]) if above else None
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": f"{code[-3:]}村", "level": _LEVELS[length], "parent": parent}
    )
    return region


def make_national_id(birth_date: dt.date = dt.date(1980, 5, 6), sex: str = "male", area: str = "420324") -> str:
    """A number with a right check character; no two calls give the same."""
    serial = next(_serials) % 500 * 2 + (1 if sex == "male" else 0)
    shift = next(_serials) // 1000
    first = f"{int(area) + shift:06d}{birth_date:%Y%m%d}{serial:03d}"
    return first + national_id.check_character(first)


def make_resident(
    *,
    name: str = "张小明",
    sex: str = "male",
    birth_date: dt.date = dt.date(1980, 5, 6),
    number: str | None = "",
    phone: str = "",
    village: str = VILLAGE,
    groups: tuple[str, ...] = (),
    **fields,
) -> Resident:
    """A resident; number "" makes one up, None means without a document."""
    make_region(village)
    identity = new_id()
    if number == "":
        number = make_national_id(birth_date, sex)
    pinyin, initials = pinyin_of(name)
    resident = Resident.objects.create(
        id=identity,
        name=name,
        name_key=comparable_name(name),
        name_pinyin=pinyin,
        name_initials=initials,
        sex=sex,
        birth_date=birth_date,
        region_id=village,
        **_sealed(identity, number or "", phone),
        **{"document_kind": "resident_identity_card" if number else "none"} | fields,
    )
    for group in groups:
        make_group(resident, group)
    return resident


def _sealed(identity: UUID, number: str, phone: str) -> dict:
    return {
        "national_id_sealed": sealing.seal(identity, "national_id_sealed", number),
        "national_id_index": sealing.national_id_index(number),
        "phone_sealed": sealing.seal(identity, "phone_sealed", phone),
        "phone_index": sealing.phone_index(phone),
    }


def make_group(resident: Resident, group: str = "hypertension", **fields) -> GroupMembership:
    """A resident's membership of a recorded group."""
    return GroupMembership.objects.create(resident=resident, group=group, **{"since": dt.date(2025, 1, 1)} | fields)


def make_stay(resident: Resident, **fields) -> StayElsewhere:
    """A time in which a resident works elsewhere, not over yet."""
    return StayElsewhere.objects.create(resident=resident, **{"since": dt.date(2026, 2, 20), "reason": "work"} | fields)


def make_household(*, members: int = 0, number: str = "", village: str = VILLAGE, **fields) -> Household:
    """A household with so many members, the first its head."""
    make_region(village)
    household = Household.objects.create(number=number or f"{village}{next(_serials):05d}", region_id=village, **fields)
    for place in range(members):
        relation = "head" if place == 0 else "other"
        resident = make_resident(
            name=f"王成{'一二三四五六七八九十'[place % 10]}",
            village=village,
            household=household,
            relation_to_head=relation,
        )
        if place == 0:
            household.head = resident
            household.save()
    return household


def make_relation(resident: Resident, place_id: UUID, **fields) -> CareRelation:
    """An open care relation of a place with a resident."""
    values = {"place_kind": "team", "purpose": "agreement", "since": dt.date(2026, 1, 1)}
    return CareRelation.objects.create(resident=resident, place_id=place_id, **values | fields)


@dataclass(frozen=True)
class StandInViewer:
    """A viewer whose permissions (all, or those named) reach region prefixes and places."""

    prefixes: tuple[str, ...] = ()
    places: tuple[UUID, ...] = ()
    permissions: tuple[str, ...] = ()
    actor_id: UUID = field(default_factory=uuid4)
    actor_name: str = "赵大夫"
    practitioner_id: UUID | None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        scope = self.scope(permission)
        return not scope.is_empty and (region is None or scope.holds_region(region))

    def scope(self, permission: str) -> Scope:
        if self.permissions and permission not in self.permissions:
            return Scope()
        return Scope(region_prefixes=self.prefixes, team_ids=self.places)


def make_viewer(*prefixes: str, places: tuple[UUID, ...] = (), permissions: tuple[str, ...] = ()) -> StandInViewer:
    """A viewer of these regions (the village of the factories when none is named) and places."""
    return StandInViewer(prefixes if prefixes or places else (VILLAGE,), places, permissions)
