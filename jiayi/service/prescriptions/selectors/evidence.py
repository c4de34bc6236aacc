"""What the record knows of the criteria of a long-term prescription: yes, no, or nothing, with what it rests on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.agreements import selectors as agreements
from jiayi.service.agreements.terms import RUNNING
from jiayi.service.care import selectors as care
from jiayi.service.prescriptions.models import Prescription

from .supplies import supplies_of

FRESH, CONTROLLED = "prescription.follow_up_within_days", "prescription.controlled_classes"
REGULAR, PERIOD = "prescription.regular_adherence_from", "prescription.adherence_period_days"
LEAST_DAYS = 14  # of a supply before a share of covered days says anything
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """One criterion: what the record says (None: nothing), and the words and day of what it rests on."""

    criterion: str
    holds: bool | None
    basis: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        return {"criterion": self.criterion, "holds": self.holds, "basis": self.basis}


@dataclass(frozen=True)
class Visit:
    """The latest record of a form: when, what was filled in, what was concluded."""

    form: Form
    on: dt.date
    values: dict[str, Any]
    outcomes: dict[str, Any]


def known_criteria(
    facts: ResidentFacts,
    *,
    diagnoses: Sequence[str],
    drugs: Sequence[str],
    on: dt.date,
    schemes: Sequence[str],
    earlier: Sequence[Prescription],
) -> dict[str, Known]:
    """By criterion; `earlier` are the resident's orders, the latest first, `drugs` those that are to be ordered."""
    visits = latest_visits(facts, diagnoses, on=on)
    return {
        one.criterion: one
        for one in (
            _diagnosis_clear(facts, diagnoses),
            _regimen_stable(earlier, drugs),
            _adherence(earlier, visits, on=on, schemes=schemes),
            _controlled(visits, on=on, schemes=schemes, wanted=len(set(diagnoses))),
            Known("long_term_needed", None, _said("KNOWN_NOTHING")),
        )
    }


def agreement_on(facts: ResidentFacts, on: dt.date) -> Any:
    """The agreement that runs on the day; None where there is none."""
    found = agreements.agreements_of_resident(SystemViewer(), facts.id)
    return next((one for one in found if one.state in RUNNING and one.starts_on <= on <= one.ends_on), None)


def latest_visits(facts: ResidentFacts, diagnoses: Sequence[str], *, on: dt.date) -> list[Visit]:
    """The latest record of each diagnosis's programme; a diagnosis without one is left out."""
    found = []
    for diagnosis in dict.fromkeys(diagnoses):
        forms = [form for form in rulebook().forms.values() if diagnosis in form.programmes and form.decision]
        versions = [care.last_version(facts.id, form.form, before=on + ONE_DAY) for form in forms]
        there = [one for one in versions if one]
        if there:
            last = max(there, key=lambda one: one.record.visit_on)
            form = rulebook().forms[last.record.form]
            found.append(Visit(form, last.record.visit_on, last.values, last.outcomes))
    return found


def _diagnosis_clear(facts: ResidentFacts, diagnoses: Sequence[str]) -> Known:
    if diagnoses and set(diagnoses) <= set(facts.groups):
        labels = [rulebook().groups[code] for code in diagnoses]
        words = {"label": "、".join(one.zh for one in labels), "label_en": ", ".join(one.en for one in labels)}
        return Known("diagnosis_clear", True, _said("KNOWN_DIAGNOSIS", **words))
    return Known("diagnosis_clear", None, _said("KNOWN_NOTHING"))


def _regimen_stable(earlier: Sequence[Prescription], drugs: Sequence[str]) -> Known:
    last = next((one for one in earlier if one.passed_on), None)
    if last is None or not drugs:
        return Known("regimen_stable", None, _said("KNOWN_NOTHING"))
    same = {item.drug for item in last.items.all()} == set(drugs)
    code = "KNOWN_SAME_REGIMEN" if same else "KNOWN_CHANGED_REGIMEN"
    return Known("regimen_stable", same, _said(code, on=last.issued_on.isoformat()))


def _adherence(
    earlier: Sequence[Prescription], visits: Sequence[Visit], *, on: dt.date, schemes: Sequence[str]
) -> Known:
    """Days covered by what was given out; without a history, what the last follow-up says of taking medicine."""
    share = days_covered(earlier, on=on, schemes=schemes)
    least = find_value(REGULAR, on, schemes)
    if share is not None and least is not None:
        words = {"days": share[1], "percent": round(100 * share[0] / share[1])}
        return Known("adherence_good", share[0] >= least.value * share[1], _said("KNOWN_PDC", **words))
    told = [one for one in _fresh(visits, on, schemes) if one.values.get("adherence")]
    if not told:
        return Known("adherence_good", None, _said("KNOWN_NOTHING"))
    worst = next((one for one in told if one.values["adherence"] != "regular"), told[0])
    label = worst.form.fields["adherence"].choices[worst.values["adherence"]]
    words = _of_visit(worst) | {"label": label.zh, "label_en": label.en}
    return Known("adherence_good", worst.values["adherence"] == "regular", _said("KNOWN_ADHERENCE", **words))


def days_covered(earlier: Sequence[Prescription], *, on: dt.date, schemes: Sequence[str]) -> tuple[int, int] | None:
    """Days covered and days counted, up to the day before; None where hardly anything was given out yet."""
    period = find_value(PERIOD, on, schemes)
    given = [one for one in supplies_of([one for one in earlier if one.passed_on], on=on).values() if one.covers]
    if period is None or not given:
        return None
    last = on - ONE_DAY
    first = max(min(one.covers[0][0] for one in given), on - dt.timedelta(days=period.value))
    days = (last - first).days + 1
    if days < LEAST_DAYS:
        return None
    covered: set[dt.date] = set()
    for one in given:
        for begin, end in one.covers:
            start, stop = max(begin, first), min(end, last)
            covered |= {start + dt.timedelta(days=n) for n in range((stop - start).days + 1)}
    return len(covered), days


def _controlled(visits: Sequence[Visit], *, on: dt.date, schemes: Sequence[str], wanted: int) -> Known:
    """Controlled when the last follow-up of every diagnosis says so; one that does not decides."""
    fresh = _fresh(visits, on, schemes)
    classes = find_value(CONTROLLED, on, schemes)
    judged = [(one, said) for one in fresh if (said := _classification(one))]
    bad = [(one, said) for one, said in judged if classes and said not in classes.value]
    if bad or (judged and len(judged) == wanted):
        one, said = (bad or judged)[0]
        label = _class_label(one.form, said)
        words = _of_visit(one) | {"label": label[0], "label_en": label[1]}
        return Known("controlled", not bad, _said("KNOWN_CONTROLLED", **words))
    old = next((one for one in visits if one not in fresh), None)
    limit = find_value(FRESH, on, schemes)
    if old and limit:
        return Known("controlled", None, _said("KNOWN_TOO_OLD", on=old.on.isoformat(), days=limit.value))
    return Known("controlled", None, _said("KNOWN_NOTHING"))


def _fresh(visits: Sequence[Visit], on: dt.date, schemes: Sequence[str]) -> list[Visit]:
    limit = find_value(FRESH, on, schemes)
    return [one for one in visits if limit is None or (on - one.on).days <= limit.value]


def _classification(visit: Visit) -> str | None:
    said = [outcome.get("classification") for outcome in visit.outcomes.values()]
    return next((one for one in said if one), None)


def _class_label(form: Form, code: str) -> tuple[str, str]:
    field = form.fields.get("classification")
    known = field.choices.get(code) if field else None
    return (known.zh, known.en) if known else (code, code)


def _of_visit(visit: Visit) -> dict[str, str]:
    return {"on": visit.on.isoformat(), "form": visit.form.zh, "form_en": visit.form.en}


def _said(code: str, **words: Any) -> dict[str, Any]:
    told = reason(rulebook(), code, **words)
    return {"code": code, "text_zh": told.text_zh, "text_en": told.text_en}
