"""What the rules say of an order that is not issued yet: criteria, papers, drugs; the page shows it live."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import decide, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.rules.amounts import amount_per_day, units_for
from jiayi.service.prescriptions.terms import PER_DAY, Answer, ItemRequest, OrderRequest

from .background import Background, background_of
from .catalogue import checked_name, control_of, is_listed_by_county, presentation_of
from .consulting import LEVELS, TITLES, consent_of_county
from .evidence import Known, agreement_on, known_criteria

DIAGNOSES, DRUGS = "prescription.diagnoses", "prescription.drugs"


@dataclass(frozen=True)
class Prescriber:
    """Who issues it, as the decision asks: title and level of the institution."""

    id: UUID | None
    institution_id: UUID | None
    title: str
    level: str


@dataclass(frozen=True)
class Judgement:
    """Everything that an order rests on. `unanswered`: criteria that neither record nor doctor has judged."""

    is_first: bool
    agreement: Any
    schemes: tuple[str, ...]
    background: Background
    known: dict[str, Known]
    answers: dict[str, Answer]
    unanswered: list[str]
    differing: list[str]  # judged otherwise than the record, without a word why
    totals: list[int | None]  # units by item
    consultation: Any  # of the county, where the order rests on one
    supply: dict[str, Any]
    check: dict[str, Any]

    @property
    def unexplained(self) -> list[str]:
        """Keys of warnings; a reason has to be given for each."""
        return list(self.check["warnings"])


def prescriber_of(practitioner_id: UUID | None, on: dt.date) -> Prescriber:
    """Title and level of somebody; of nobody known, the lowest."""
    found = organization.doctor_facts(practitioner_id, on) if practitioner_id else None
    if found is None:
        return Prescriber(None, None, "junior", "primary")
    institution = organization.institution_for(SystemViewer(), found.institution_id)
    level = LEVELS.get(institution.level, "primary")
    return Prescriber(found.id, found.institution_id, TITLES.get(found.title, "junior"), level)


def orders_of(resident_id: UUID) -> list[Prescription]:
    """The resident's orders, the latest first, with their items. The caller has found the resident."""
    found = Prescription.objects.filter(resident_id=resident_id).prefetch_related("items")
    return list(found.order_by("-issued_on", "-id"))


def judge(
    asked: OrderRequest, *, region_code: str, prescriber: Prescriber, on: dt.date, except_for: UUID | None = None
) -> Judgement:
    """The decisions on an order by the rulebook of the day. The caller has found the resident for its viewer.

    `except_for`: the order that is being changed, which is no earlier one.
    """
    schemes = tuple(organization.schemes_for(region_code, on))
    facts = people.facts_of([asked.resident_id], on)[asked.resident_id]
    earlier = [one for one in orders_of(asked.resident_id) if one.id != except_for]
    known = known_criteria(
        facts,
        diagnoses=asked.diagnoses,
        drugs=[item.drug for item in asked.items],
        on=on,
        schemes=schemes,
        earlier=earlier,
    )
    answers = _answers(asked, known)
    background = background_of(facts, earlier, on=on, schemes=schemes)
    agreement = agreement_on(facts, on)
    is_first = not any(one.passed_on and set(one.diagnoses) & set(asked.diagnoses) for one in earlier)
    consultation = consent_of_county(asked.resident_id, on=on, schemes=schemes) if is_first else None
    supply_facts = {
        "consulted": consultation is not None,
        "signed": agreement is not None,
        "is_first": is_first,
        "prescriber": {"title": prescriber.title, "level": prescriber.level},
        **_asked_facts(asked, answers, schemes, on, region_code),
    }
    check_facts = background.facts() | {"items": [_checked(item) for item in asked.items]}
    return Judgement(
        is_first=is_first,
        agreement=agreement,
        schemes=schemes,
        background=background,
        known=known,
        answers=answers,
        unanswered=[code for code in known if code not in answers],
        differing=[code for code, one in known.items() if _differs(one, asked.answers.get(code))],
        totals=[units_for(item.units_per_dose, PER_DAY[item.frequency], asked.days) for item in asked.items],
        consultation=consultation,
        supply=decide("prescriptions.supply", on=on, schemes=schemes, facts=supply_facts),
        check=decide("prescriptions.check", on=on, schemes=schemes, facts=check_facts),
    )


def _answers(asked: OrderRequest, known: dict[str, Known]) -> dict[str, Answer]:
    """The doctor's word where it was given, else the record's; nothing where neither says anything."""
    found = {code: Answer(one.holds) for code, one in known.items() if one.holds is not None}
    return found | {code: answer for code, answer in asked.answers.items() if code in known}


def _differs(known: Known, answer: Answer | None) -> bool:
    return answer is not None and known.holds is not None and answer.holds != known.holds and not answer.note


def _asked_facts(
    asked: OrderRequest, answers: dict[str, Answer], schemes: Sequence[str], on: dt.date, region_code: str
) -> dict[str, Any]:
    """What the order itself says, as prescriptions.supply reads it; an unanswered criterion is not taken as met."""
    listed = find_value(DIAGNOSES, on, schemes)
    criteria = {code: answers[code].holds if code in answers else False for code in _CRITERIA}
    return criteria | {
        "days": asked.days,
        "diagnosis_listed": listed is None or set(asked.diagnoses) <= set(listed.value),
        "face_to_face": asked.face_to_face,
        "assessed": bool(asked.papers.assessment),
        "educated": bool(asked.papers.topics),
        "consented": asked.papers.consent is not None,
        "drugs": [_ordered(item, schemes, on, region_code) for item in asked.items],
    }


_CRITERIA = ("diagnosis_clear", "regimen_stable", "adherence_good", "controlled", "long_term_needed")


def _ordered(item: ItemRequest, schemes: Sequence[str], on: dt.date, region_code: str) -> dict[str, Any]:
    """The list is the scheme's, or else what the county's formulary marks."""
    listed = find_value(DRUGS, on, schemes)
    return {
        "code": checked_name(item.drug),
        "control": control_of(item.drug),
        "listed": item.drug in listed.value if listed else is_listed_by_county(item.drug, region_code),
        "chronic_infection": item.for_chronic_infection,
    }


def _checked(item: ItemRequest) -> dict[str, Any]:
    """A drug with what is taken of it a day, where the catalogue knows what a unit holds."""
    found = presentation_of(item.drug, item.form, item.strength)
    if found is None or found.amount is None or found.unit is None:
        return {"drug": checked_name(item.drug)}
    daily = amount_per_day(item.units_per_dose, PER_DAY[item.frequency], found.amount)
    return {"drug": item.drug, "daily_amount": daily, "unit": found.unit}
