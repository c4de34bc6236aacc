"""prescriptions.benefit: which drugs of an order are free to a signed resident (S1-15)."""

from jiayi.foundation.rulebook import Facts, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome

CONDITIONS = "free_drug.conditions"


class DrugFacts(Facts):
    code: str
    basic: bool  # an essential drug of the county's formulary


class BenefitFacts(Facts):
    signed: bool
    diagnoses: list[str] = []
    drugs: list[DrugFacts] = []


def benefit(facts: BenefitFacts, view: RulebookView) -> Outcome:
    """Basic drugs of a signed resident whose order is for one of the diseases; `applies`: the scheme gives any."""
    conditions = view.get(CONDITIONS)
    if not conditions:
        return {"applies": False, "free": [], "reasons": [view.reason("BENEFIT_NONE", CONDITIONS)]}
    diseases = [code for code in facts.diagnoses if code in conditions]
    free = [one.code for one in facts.drugs if one.basic]
    if not facts.signed:
        code, free = "BENEFIT_NOT_SIGNED", []
    elif not diseases:
        code, free = "BENEFIT_NO_DISEASE", []
    else:
        code = "BENEFIT_FREE" if free else "BENEFIT_NOT_BASIC"
    return {"applies": True, "free": free, "reasons": [view.reason(code, CONDITIONS, **_words(diseases, free, view))]}


def _words(diseases: list[str], free: list[str], view: RulebookView) -> dict[str, str]:
    named = [view.book.labelled(code) for code in diseases]
    drugs = [view.book.drugs.get(code) for code in free]
    return {
        "diseases": "、".join(word.zh if word else code for code, word in zip(diseases, named, strict=True)),
        "diseases_en": ", ".join(word.en if word else code for code, word in zip(diseases, named, strict=True)),
        "drugs": "、".join(drug.zh if drug else code for code, drug in zip(free, drugs, strict=True)),
        "drugs_en": ", ".join(drug.en if drug else code for code, drug in zip(free, drugs, strict=True)),
    }


register("prescriptions.benefit", BenefitFacts, benefit)
