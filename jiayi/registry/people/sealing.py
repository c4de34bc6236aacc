"""How this room's personal numbers are sealed: each value bound to its table, column and row."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jiayi.foundation.base.encryption import blind_index, decrypt, encrypt
from jiayi.foundation.core.national_id import masked
from jiayi.foundation.core.phones import masked_phone

if TYPE_CHECKING:
    from .models import Resident

TABLE = "people_resident"


def seal(resident_id: UUID, column: str, text: str) -> bytes:
    """The stored form of a number for one column ("national_id_sealed") of one resident."""
    return encrypt(text, f"{TABLE}.{column}.{resident_id}")


def unseal(resident_id: UUID, column: str, stored: bytes | memoryview | None) -> str:
    """The number behind a stored value of this column and resident; "" where there is none."""
    return decrypt(stored, f"{TABLE}.{column}.{resident_id}")


def national_id_index(number: str) -> bytes | None:
    """What equal identity numbers (18 characters, normalised) share."""
    return blind_index(number, "resident.national_id")


def phone_index(number: str) -> bytes | None:
    """What equal phone numbers (eleven digits) share."""
    return blind_index(number, "resident.phone")


def sealed_columns(resident_id: UUID, numbers: Mapping[str, str]) -> dict[str, Any]:
    """The columns that hold these numbers of a resident ("national_id", "phone", …), indexes included."""
    columns: dict[str, Any] = {
        f"{name}_sealed": seal(resident_id, f"{name}_sealed", number) for name, number in numbers.items()
    }
    if "national_id" in numbers:
        columns["national_id_index"] = national_id_index(numbers["national_id"])
    if "phone" in numbers:
        columns["phone_index"] = phone_index(numbers["phone"])
    return columns


def number_of(resident: "Resident", name: str) -> str:
    """A resident's number in the open: "national_id", "phone", "home_phone", "contact_phone" or "insurance_number"."""
    column = f"{name}_sealed"
    return unseal(resident.pk, column, getattr(resident, column))


def masked_number(resident: "Resident", name: str) -> str:
    """A resident's number with its middle hidden; "" where none is kept."""
    number = number_of(resident, name)
    return masked(number) if name == "national_id" else masked_phone(number)
