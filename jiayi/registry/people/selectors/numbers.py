"""The numbers of residents as lists and papers may show them."""

from dataclasses import dataclass

from jiayi.foundation.core import national_id
from jiayi.foundation.core.phones import masked_phone
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import number_of


@dataclass(frozen=True, slots=True)
class MaskedNumbers:
    """Identity number and phone with their middle left out; "" where there is none."""

    national_id: str
    phone: str


def masked_numbers(resident: Resident) -> MaskedNumbers:
    """The masked numbers of a resident that the viewer was shown already."""
    number, phone = number_of(resident, "national_id"), number_of(resident, "phone")
    return MaskedNumbers(national_id.masked(number) if number else "", masked_phone(phone) if phone else "")
