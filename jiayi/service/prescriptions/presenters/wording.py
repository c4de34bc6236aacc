"""Drugs, doses and diagnoses in words."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.service.prescriptions.models import Prescription, PrescriptionItem
from jiayi.service.prescriptions.selectors.catalogue import drug_name
from jiayi.service.prescriptions.terms import Frequency


def code_label(code: str) -> str:
    """A code of the rulebook in words; the code itself where nothing says it."""
    known = rulebook().labelled(code)
    return known.label(get_language() or "") if known and hasattr(known, "label") else code


def diagnoses_text(order: Prescription) -> str:
    """Diagnoses, with what was written beside them."""
    words = [code_label(code) for code in order.diagnoses if code != "other"]
    return _("、").join([*words, *([order.diagnosis_text] if order.diagnosis_text else [])])


def item_label(item: PrescriptionItem) -> str:
    """Name, strength and form."""
    language = get_language() or ""
    form = rulebook().drug_forms.get(item.form)
    return f"{drug_name(item.drug, language, item.name)} {item.strength} {form.label(language) if form else ''}".strip()


def unit_label(form: str) -> str:
    """What one unit of a form is called."""
    known = rulebook().drug_forms.get(form)
    if known is None:
        return ""
    return known.unit_en if (get_language() or "").startswith("en") else known.unit_zh


def number_text(value: Decimal) -> str:
    """A number without needless zeros."""
    return f"{value.normalize():f}"


def dose_text(item: PrescriptionItem) -> str:
    """How much, how, how often."""
    words = {
        "route": code_label(item.route),
        "units": number_text(item.units_per_dose),
        "unit": unit_label(item.form),
        "frequency": Frequency(item.frequency).label(get_language() or ""),
    }
    return _("%(route)s，每次%(units)s%(unit)s，%(frequency)s") % words


def total_text(item: PrescriptionItem, units: int | None = None) -> str:
    """So many units; those of the whole order where none are said."""
    return _("%(count)s%(unit)s") % {"count": item.total if units is None else units, "unit": unit_label(item.form)}
