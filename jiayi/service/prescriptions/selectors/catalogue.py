"""The catalogue of drugs as orders use it."""

from dataclasses import dataclass

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema.drugs import Presentation
from jiayi.service.prescriptions.models import FormularyLine
from jiayi.service.prescriptions.rules.formulary import milligrams

SEPARATOR = "|"
OWN = "line:"  # before the code of a county's product that the catalogue does not have


@dataclass(frozen=True, slots=True)
class Choice:
    """A drug in one form and strength, as one code and in words."""

    code: str
    drug: str
    form: str
    strength: str
    name: str
    label: str


def presentation_of(drug: str, form: str, strength: str) -> Presentation | None:
    """The form and strength of a drug; None where the catalogue has none such."""
    known = rulebook().drugs.get(drug)
    found = (one for one in known.presentations if (one.form, one.strength) == (form, strength)) if known else ()
    return next(iter(found), None) or _of_county(drug, form, strength)


def _of_county(drug: str, form: str, strength: str) -> Presentation | None:
    """A product of a county's formulary; what a unit holds is known where its strength says so plainly."""
    lines = FormularyLine.objects.filter(drug=drug, form=form, strength=strength, is_withdrawn=False)
    if not lines.exists():
        return None
    holds = None if drug.startswith(OWN) else milligrams(strength)
    amount = {"amount": holds, "unit": "mg"} if holds else {"amount": None, "unit": None}
    return Presentation.model_construct(form=form, strength=strength, **amount)


def choices(language: str, region_code: str = "") -> list[Choice]:
    """Everything that can be ordered, by name; drugs whose class is excluded stay in, so that the reason is told.

    With a region, also the products for long-term prescriptions of its county's formulary.
    """
    book = rulebook()
    found = [
        _choice(code, one.form, one.strength, drug.label(language), language)
        for code, drug in book.drugs.items()
        for one in drug.presentations
    ]
    there = {one.code for one in found}
    found += [one for one in _county_choices(region_code, language) if one.code not in there]
    return sorted(found, key=lambda one: one.label)


def _county_choices(region_code: str, language: str) -> list[Choice]:
    if not region_code:
        return []
    lines = FormularyLine.objects.filter(region=region_code[:6], is_withdrawn=False, is_long_term=True)
    found = [
        _choice(one.drug, one.form, one.strength, drug_name(one.drug, language, one.name), language)
        for one in lines.order_by("name").only("drug", "form", "strength", "name")
    ]
    return list({one.code: one for one in found}.values())


def _choice(drug: str, form: str, strength: str, name: str, language: str) -> Choice:
    label = f"{name} {strength} {rulebook().drug_forms[form].label(language)}"
    return Choice(SEPARATOR.join((drug, form, strength)), drug, form, strength, name, label)


def drug_name(drug: str, language: str, otherwise: str = "") -> str:
    """A drug's name; of a county's own product `otherwise`, or the name of its line, or its code."""
    known = rulebook().drugs.get(drug)
    if known:
        return known.label(language)
    line = None if otherwise else FormularyLine.objects.filter(drug=drug).only("name").first()
    return otherwise or (line.name if line else drug)


def checked_name(drug: str) -> str:
    """As the checks name a drug: its code; a county's own product, which they do not know, by its name."""
    return drug_name(drug, "zh-hans") if drug.startswith(OWN) else drug


def control_of(drug: str) -> str:
    """The class of control of a drug, of the catalogue or a county's own; none where nothing says one."""
    known = rulebook().drugs.get(drug)
    if known:
        return known.control.kind
    lines = FormularyLine.objects.filter(drug=drug, is_withdrawn=False).exclude(control="none")
    return lines.values_list("control", flat=True).first() or "none"


def is_listed_by_county(drug: str, region_code: str) -> bool:
    """Whether the county's formulary marks it for long-term prescriptions; a county without such marks lists all."""
    lines = FormularyLine.objects.filter(region=region_code[:6], is_withdrawn=False, is_long_term=True)
    return not lines.exists() or lines.filter(drug=drug).exists()
