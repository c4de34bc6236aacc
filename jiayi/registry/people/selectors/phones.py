"""Whom a message reaches, and whose phone a number is: for what the software itself sends and asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import phone_index
from jiayi.registry.people.terms import ResidentStatus

MOST_OF_ONE_PHONE = 20


@dataclass(frozen=True, slots=True)
class Addressee:
    """A resident as far as a message must know: where, whether alive, whether there is a phone."""

    id: UUID
    region_code: str
    is_alive: bool
    has_phone: bool


def addressees(resident_ids: Iterable[UUID]) -> dict[UUID, Addressee]:
    """Those of the ids who are residents; merged records are left out. One query; nothing of them is shown."""
    rows = Resident.objects.filter(pk__in=list(resident_ids), merged_into=None)
    return {
        pk: Addressee(pk, region, status != ResidentStatus.DECEASED, index is not None)
        for pk, region, status, index in rows.values_list("pk", "region_id", "status", "phone_index")
    }


def phone_key(number: str) -> bytes:
    """What is kept of a number to find its holders by, known or not; the number cannot be read from it."""
    return phone_index(number) or b""


def holders_of_phone(key: bytes) -> list[Resident]:
    """The living whose registered phone this is, the eldest first: a family often shares one.

    For the sign-in of residents, which shows nothing of them before a code was answered.
    """
    if not key:
        return []
    rows = Resident.objects.filter(phone_index=key, merged_into=None)
    rows = rows.exclude(status=ResidentStatus.DECEASED).select_related("region", "household")
    return list(rows.order_by("birth_date", "id")[:MOST_OF_ONE_PHONE])


def wards_of(guardian_id: UUID) -> list[Resident]:
    """The living for whom this resident is recorded as guardian, the eldest first."""
    rows = Resident.objects.filter(guardian_id=guardian_id, merged_into=None)
    return list(rows.exclude(status=ResidentStatus.DECEASED).order_by("birth_date", "id")[:MOST_OF_ONE_PHONE])
