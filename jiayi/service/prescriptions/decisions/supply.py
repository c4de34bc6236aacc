"""prescriptions.supply: whether a long-term prescription may be issued, and for how many days at most."""

from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.prescriptions.decisions.findings import named
from jiayi.service.prescriptions.rules import supply as rules

WITHOUT, WITH = "prescription.days_without_papers", "prescription.days_with_papers"
EXCLUDED, FOR_INFECTION = "prescription.excluded_controls", "prescription.controls_for_chronic_infection"
TITLES, FACE_TO_FACE = "prescription.titles_not_for_first", "prescription.first_face_to_face"
MOST_DRUGS, CRITERIA = "prescription.max_drugs", "prescription.criteria"


class PrescriberFacts(Facts):
    title: Literal["junior", "intermediate", "senior"]
    level: Literal["primary", "secondary", "tertiary"]


class DrugFacts(Facts):
    code: str
    control: rules.Control = "none"
    listed: bool = True
    chronic_infection: bool = False


class SupplyFacts(Facts):
    days: Annotated[int, Field(ge=1)]
    signed: bool = True
    diagnosis_listed: bool = True
    diagnosis_clear: bool = True
    regimen_stable: bool = True
    adherence_good: bool = True
    controlled: bool = True
    long_term_needed: bool = True
    is_first: bool = False
    face_to_face: bool = True
    prescriber: PrescriberFacts
    consulted: bool = False  # a physician of a higher hospital agreed to it (care.consultations)
    assessed: bool = False
    educated: bool = False
    consented: bool = False
    drugs: list[DrugFacts]


def supply(facts: SupplyFacts, view: RulebookView) -> Outcome:
    """Every breach with the value it rests on, and the most days that these papers allow."""
    breaches = [
        *_patient_breaches(facts, view),
        *_drug_breaches(facts, view),
        *_length_breaches(facts, view),
        *_first_breaches(facts, view),
    ]
    has_papers = facts.assessed and facts.educated and facts.consented
    most = rules.most_days(has_papers=has_papers, with_papers=view.get(WITH), without_papers=view.get(WITHOUT))
    allowed = [view.reason("SUPPLY_ALLOWED", WITH if has_papers else WITHOUT, most=most)]
    if facts.is_first and facts.consulted:
        allowed.append(view.reason("SUPPLY_CONSULTED", "prescription.consulted_levels"))
    return {
        "allowed": not breaches,
        "breaches": list(dict.fromkeys(breach.code for breach in breaches)),
        "max_days": most,
        "reasons": breaches or allowed,
    }


def _patient_breaches(facts: SupplyFacts, view: RulebookView) -> list[Reason]:
    found = []
    if not facts.signed:
        found.append(view.reason("B_NOT_SIGNED"))
    if not facts.diagnosis_listed:
        found.append(view.reason("B_DIAGNOSIS_NOT_LISTED", "prescription.diagnoses"))
    unmet = [code for code in view.get(CRITERIA) or [] if not getattr(facts, code, True)]
    zh, en = view.labels("words", unmet)
    if unmet:
        found.append(view.reason("B_NOT_ELIGIBLE", CRITERIA, unmet="、".join(zh), unmet_en=", ".join(en)))
    return found


def _drug_breaches(facts: SupplyFacts, view: RulebookView) -> list[Reason]:
    excluded, for_infection = view.get(EXCLUDED) or [], view.get(FOR_INFECTION) or []
    found = []
    for drug in facts.drugs:
        infection = drug.chronic_infection
        if rules.is_excluded(drug.control, chronic_infection=infection, excluded=excluded, for_infection=for_infection):
            (zh,), (en,) = view.labels("words", [drug.control])
            found.append(
                view.reason("B_DRUG_EXCLUDED", EXCLUDED, control=zh, control_en=en, **named(view.book, drug.code))
            )
        if not drug.listed:
            found.append(view.reason("B_DRUG_NOT_LISTED", "prescription.drugs", **named(view.book, drug.code)))
    most = view.get(MOST_DRUGS)
    if most is not None and len(facts.drugs) > most:
        found.append(view.reason("B_TOO_MANY_DRUGS", MOST_DRUGS, count=len(facts.drugs), limit=most))
    return found


def _length_breaches(facts: SupplyFacts, view: RulebookView) -> list[Reason]:
    found, longest, short = [], view.get(WITH), view.get(WITHOUT)
    if longest is not None and facts.days > longest:
        found.append(view.reason("B_OVER_12_WEEKS", WITH, days=facts.days, limit=longest))
    if short is None or facts.days <= short:
        return found
    papers = {
        "B_ASSESSMENT_REQUIRED": facts.assessed,
        "B_EDUCATION_REQUIRED": facts.educated,
        "B_CONSENT_REQUIRED": facts.consented,
    }
    return found + [view.reason(code, WITHOUT, limit=short) for code, there in papers.items() if not there]


def _first_breaches(facts: SupplyFacts, view: RulebookView) -> list[Reason]:
    if not facts.is_first:
        return []
    found = []
    if facts.prescriber.title in (view.get(TITLES) or []) and not facts.consulted:
        found.append(view.reason("B_FIRST_NEEDS_SENIOR", TITLES))
    if view.get(FACE_TO_FACE) and not facts.face_to_face:
        found.append(view.reason("B_FIRST_FACE_TO_FACE", FACE_TO_FACE))
    return found


register("prescriptions.supply", SupplyFacts, supply)
