"""How this room's personal numbers are sealed: each value bound to its table, column and row."""

from uuid import UUID

from jiayi.foundation.base.encryption import blind_index, decrypt, encrypt

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
