"""Two records in words, part by part, for the page that merges them."""

from typing import Any

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.ui.wording import label_of

from . import terms
from .labels import language
from .merging import NUMBERS, Part, contents
from .models import Resident
from .sealing import masked_number


def compared_parts(kept: Resident, merged: Resident) -> list[dict[str, Any]]:
    """Every part that either record fills: what each says, whether they differ, whether it can be taken over."""
    found = []
    for part in Part:
        ours, theirs = words(kept, part), words(merged, part)
        if not ours and not theirs:
            continue
        differs = contents(kept, part) != contents(merged, part)
        found.append(
            {
                "name": part.value,
                "label": part.label(language()),
                "kept": ours,
                "merged": theirs,
                "differs": differs,
                "may_take": differs and bool(theirs) and not (part is Part.HOUSEHOLD and kept.household_id),
                "suggested": differs and bool(theirs) and not ours,
            }
        )
    return found


def words(resident: Resident, part: Part) -> str:
    """What a record says in one part, numbers masked; "" where it says nothing."""
    numbers = [masked_number(resident, name) for name in NUMBERS.get(part, ())]
    return " · ".join(text for text in [*numbers, *_COLUMN_WORDS.get(part, lambda _: [])(resident)] if text)


def _place(resident: Resident) -> list[str]:
    number = resident.household.number if resident.household else ""
    return [number, label_of(terms.RelationToHead, resident.relation_to_head)] if number else []


def _blood(resident: Resident) -> list[str]:
    return [label_of(terms.BloodType, resident.blood_type), label_of(terms.RhFactor, resident.rh_factor)]


def _work(resident: Resident) -> list[str]:
    standing = label_of(terms.EmploymentKind, resident.employment_kind)
    return [label_of(terms.Occupation, resident.occupation), standing, resident.workplace]


def _identity(resident: Resident) -> list[str]:
    return [label_of(Sex, resident.sex), resident.birth_date.isoformat()]


def _residence(resident: Resident) -> list[str]:
    since = resident.resident_since.isoformat() if resident.resident_since else ""
    return [label_of(terms.ResidenceKind, resident.residence_kind), since]


_COLUMN_WORDS = {
    Part.NAME: lambda resident: [resident.name],
    Part.IDENTITY: _identity,
    Part.ADDRESS: lambda resident: [resident.address, resident.grid_address],
    Part.REGISTERED_ADDRESS: lambda resident: [resident.registered_address],
    Part.RESIDENCE: _residence,
    Part.HOUSEHOLD: _place,
    Part.ETHNICITY: lambda resident: [label_of(terms.Ethnicity, resident.ethnicity)],
    Part.BLOOD: _blood,
    Part.EDUCATION: lambda resident: [label_of(terms.Education, resident.education)],
    Part.WORK: _work,
    Part.MARITAL_STATUS: lambda resident: [label_of(terms.MaritalStatus, resident.marital_status)],
    Part.PAYMENT: lambda resident: [label_of(terms.PaymentKind, kind) for kind in resident.payment_kinds],
    Part.CONTACT: lambda resident: [resident.contact_name, label_of(terms.RelationToHead, resident.contact_relation)],
    Part.GUARDIAN: lambda resident: [resident.guardian.name if resident.guardian_id else ""],
    Part.NOTE: lambda resident: [resident.note],
}
