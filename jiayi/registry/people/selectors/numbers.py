"""The numbers of residents as lists and papers may show them."""

from dataclasses import dataclass

from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import masked_number


@dataclass(frozen=True, slots=True)
class MaskedNumbers:
    """Identity number and phone with their middle left out; "" where there is none."""

    national_id: str
    phone: str


def masked_numbers(resident: Resident) -> MaskedNumbers:
    """The masked numbers of a resident that the viewer was shown already."""
    return MaskedNumbers(masked_number(resident, "national_id"), masked_number(resident, "phone"))
