"""prescriptions.check: what stands against the drugs of an order by the catalogue: stop, warn with a reason, note."""

from collections.abc import Iterator

from jiayi.foundation.rulebook import Day, Facts, Number, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.prescriptions.decisions import findings
from jiayi.service.prescriptions.decisions.findings import Finding

GRACE, REVIEW_FROM = "prescription.home_stock_grace_days", "prescription.review_from_drugs"


class PatientFacts(Facts):
    age: int
    pregnant: bool = False
    egfr: Number | None = None
    allergies: list[str] | None = None  # null: nobody has asked


class OrderedFacts(Facts):
    drug: str
    daily_amount: Number | None = None
    unit: str | None = None


class HeldFacts(Facts):
    """Medicine at home; or, not `given`, prescribed already and still to be given out."""

    drug: str
    until: Day
    given: bool = True


class CheckFacts(Facts):
    patient: PatientFacts
    items: list[OrderedFacts]
    held: list[HeldFacts] = []


def check(facts: CheckFacts, view: RulebookView) -> Outcome:
    """Every finding with its key, level, words and source; what the catalogue does not cover is said too."""
    found = list(dict.fromkeys(_all(facts, view)))
    by_level = {level: [one.key for one in found if one.level == level] for level in ("stop", "warn", "note")}
    return {
        "findings": [one.as_dict() for one in found],
        "stops": by_level["stop"],
        "warnings": by_level["warn"],
        "notes": by_level["note"],
        "reasons": [one.reason for one in found],
    }


def _all(facts: CheckFacts, view: RulebookView) -> Iterator[Finding]:
    known = [one for one in facts.items if one.drug in view.book.drugs]
    codes = [one.drug for one in facts.items]
    yield from (findings.plain("catalogue_lacks_drug", view, one.drug) for one in facts.items if one not in known)
    yield from (findings.plain("same_drug_twice", view, code) for code in dict.fromkeys(codes) if codes.count(code) > 1)
    for one in known:
        yield from _patient_findings(one, facts.patient, view)
        yield from _dose_findings(one, view)
    yield from _held_findings(facts, view)
    yield from findings.pairs(dict.fromkeys(one.drug for one in known), _held_on(facts, view), view)
    if len(set(codes) | {held.drug for held in facts.held}) > 1:
        yield findings.plain("interactions_partly_known", view)
    many = view.get(REVIEW_FROM)
    drugs = {*codes, *_held_on(facts, view)}
    if many is not None and len(drugs) >= many:
        yield findings.plain("review_due", view, count=len(drugs), limit=many)
    if facts.patient.allergies is None:
        yield findings.plain("allergies_unknown", view)


def _patient_findings(one: OrderedFacts, patient: PatientFacts, view: RulebookView) -> Iterator[Finding]:
    for allergy in patient.allergies or []:
        if findings.is_named(view.book, one.drug, allergy):
            yield findings.plain("allergy", view, one.drug, allergy=allergy)
    for caution in view.book.drugs[one.drug].cautions:
        if caution.when == "kidney" and patient.egfr is None:
            yield findings.plain("kidney_unknown", view, one.drug)
        elif findings.applies(caution, age=patient.age, pregnant=patient.pregnant, egfr=patient.egfr, view=view):
            yield findings.caution(caution, view, one.drug)


def _dose_findings(one: OrderedFacts, view: RulebookView) -> Iterator[Finding]:
    most = view.book.drugs[one.drug].most
    if most is None or one.daily_amount is None or one.unit != most.unit:
        yield findings.plain("limit_unknown", view, one.drug)
    elif one.daily_amount > most.amount:
        yield findings.over_limit(most, one.daily_amount, view, one.drug)


def _held_on(facts: CheckFacts, view: RulebookView) -> list[str]:
    return [held.drug for held in facts.held if held.until >= view.on and held.drug in view.book.drugs]


def _held_findings(facts: CheckFacts, view: RulebookView) -> Iterator[Finding]:
    grace = view.get(GRACE) or 0
    ordered = {one.drug for one in facts.items}
    for held in facts.held:
        if held.drug in ordered and (held.until - view.on).days > grace:
            code = "same_drug_held" if held.given else "same_drug_ordered"
            yield findings.plain(code, view, held.drug, until=held.until.isoformat())


register("prescriptions.check", CheckFacts, check)
