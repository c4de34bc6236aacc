"""The catalogue of drugs as orders use it."""

from dataclasses import dataclass

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema.drugs import Presentation

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Choice:
    """A drug in one form and strength, as one code and in words."""

    code: str
    drug: str
    form: str
    strength: str
    label: str


def presentation_of(drug: str, form: str, strength: str) -> Presentation | None:
    """The form and strength of a drug; None where the catalogue has none such."""
    known = rulebook().drugs.get(drug)
    found = (one for one in known.presentations if (one.form, one.strength) == (form, strength)) if known else ()
    return next(iter(found), None)


def choices(language: str) -> list[Choice]:
    """Everything that can be ordered, by name; drugs whose class is excluded stay in, so that the reason is told."""
    book = rulebook()
    found = [
        Choice(
            SEPARATOR.join((code, one.form, one.strength)),
            code,
            one.form,
            one.strength,
            f"{drug.label(language)} {one.strength} {book.drug_forms[one.form].label(language)}",
        )
        for code, drug in book.drugs.items()
        for one in drug.presentations
    ]
    return sorted(found, key=lambda one: one.label)


def drug_name(drug: str, language: str) -> str:
    """A drug's name; its code where the catalogue no longer has it."""
    known = rulebook().drugs.get(drug)
    return known.label(language) if known else drug
