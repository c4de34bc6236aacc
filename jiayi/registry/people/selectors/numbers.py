"""The numbers of residents as lists and papers may show them."""

from collections.abc import Collection
from dataclasses import dataclass

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import masked_number, national_id_index
from jiayi.registry.people.selectors.residents import listed, residents


@dataclass(frozen=True, slots=True)
class MaskedNumbers:
    """Identity number and phone with their middle left out; "" where there is none."""

    national_id: str
    phone: str


def masked_numbers(resident: Resident) -> MaskedNumbers:
    """The masked numbers of a resident that the viewer was shown already."""
    return MaskedNumbers(masked_number(resident, "national_id"), masked_number(resident, "phone"))


def resident_with_number(viewer: Viewer, number: str) -> Resident | None:
    """The resident within reach who has this identity number (18 characters, normalised); None where none has."""
    return residents(viewer).filter(national_id_index=national_id_index(number)).first()


def residents_with_numbers(
    viewer: Viewer, numbers: Collection[str], *, permissions: Collection[str] = ()
) -> dict[str, Resident]:
    """Residents within reach (of each permission too) by identity number, normalised; numbers that none has are left
    out. One query."""
    by_index = {bytes(national_id_index(number)): number for number in numbers}
    rows = residents(viewer).filter(national_id_index__in=list(by_index))
    for permission in permissions:
        rows = rows.filter(listed(viewer, clock.today(), permission))
    return {by_index[bytes(row.national_id_index)]: row for row in rows}
