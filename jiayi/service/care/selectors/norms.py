"""What the schemes ask for a resident now: at home or not, which class, what is to be done this year and what was."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.foundation.rulebook.schema import YearlyService
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.registry.tasks.terms import Risk
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care import permissions
from jiayi.service.care.models import Enrolment, Observation, RecordVersion
from jiayi.service.care.rules.filling import is_filled
from jiayi.service.care.terms import EnrolmentState, RecordState

from .observations import last_values

CHECKUP, HOME_ITEM, ELDERLY_CARE = "health-check-up", "home_visit", "elderly-care"
STATES = ("self_care_level", "disability_grade")  # values that tell how far somebody needs care
Kept = tuple[str, dt.date, Mapping[str, Any]]  # form, day, values


@dataclass(frozen=True)
class Norms:
    """The outcomes of the decisions, with their reasons; the parts that the last check-up of the year lacks."""

    home: Mapping[str, Any]
    management_class: str | None
    class_reasons: list[Mapping[str, Any]]
    yearly: Mapping[str, Any]
    need: Mapping[str, Any]
    card: Mapping[str, Any]
    checkup: Mapping[str, Any] = field(default_factory=dict)


def norms_of(viewer: Viewer, resident_id: UUID, *, on: dt.date) -> Norms:
    """By the schemes of the resident's village. The caller has found the resident for its viewer. Few queries."""
    facts = people.facts_of([resident_id], on)[resident_id]
    schemes = tuple(organization.schemes_for(facts.region_code, on))
    promised = agreements.items_in_force(resident_id, on)
    kept = _kept(resident_id, on)
    marks = {"groups": list(facts.groups), "is_key": facts.is_key}
    classed = _decide(
        "care.management_class",
        schemes,
        on,
        marks | {"is_special": facts.is_special, "is_high_risk": _is_high_risk(resident_id)},
    )
    need = _decide("care.elderly.need", schemes, on, {"age": facts.age, "marks": _needs(viewer, facts, kept)})
    last = next((values for form, day, values in kept if form == CHECKUP and day.year == on.year), None)
    return Norms(
        home=_decide("care.home_service", schemes, on, _home_facts(facts, promised)),
        management_class=classed["management_class"],
        class_reasons=classed["reasons"],
        yearly=_yearly(viewer, facts, schemes, on, kept, is_signed=promised is not None, needs=need["services"]),
        need=need,
        card=_decide("care.care_card", schemes, on, {"groups": list(facts.groups)}),
        checkup=_checkup(last, schemes, on) if last else {},
    )


def _decide(rule: str, schemes: tuple[str, ...], on: dt.date, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    return decide(rule, on=on, schemes=schemes, facts=facts)


def _home_facts(facts: ResidentFacts, promised: Iterable[str] | None) -> dict[str, Any]:
    return {"age": facts.age, "groups": list(facts.groups), "is_promised": HOME_ITEM in (promised or ())}


def _is_high_risk(resident_id: UUID) -> bool:
    rows = Enrolment.objects.filter(resident_id=resident_id, risk=Risk.HIGH).exclude(state=EnrolmentState.CLOSED)
    return rows.exists()


def _needs(viewer: Viewer, facts: ResidentFacts, kept: list[Kept]) -> list[str]:
    """Groups, the latest level of self-care and grade of disability, and whether the end is near."""
    states = [row.text for row in last_values(viewer, [facts.id], STATES).get(facts.id, {}).values()]
    last = next((values for form, _day, values in kept if form == ELDERLY_CARE), {})
    return [*facts.groups, *states, *(["end_of_life"] if last.get("end_of_life") else [])]


def _kept(resident_id: UUID, on: dt.date) -> list[Kept]:
    """What records that count say, the latest first: those of this year, and those that are wanted once for all."""
    forms = {form for one in rulebook().yearly_services.values() for form in one.forms}
    versions = RecordVersion.objects.filter(
        record__resident_id=resident_id,
        record__form__in=forms,
        record__state=RecordState.CURRENT,
        record__visit_on__lte=on,
        number=F("record__version"),
    )
    rows = versions.order_by("-record__visit_on", "-record_id").values_list(
        "record__form", "record__visit_on", "values"
    )
    return list(rows[:200])


def _yearly(
    viewer: Viewer,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    on: dt.date,
    kept: list[Kept],
    *,
    is_signed: bool,
    needs: Sequence[str],
) -> Mapping[str, Any]:
    known = rulebook().yearly_services
    done = {code: _done(one, facts.id, kept, on) for code, one in known.items()}
    given = {"groups": list(facts.groups), "is_key": facts.is_key, "is_signed": is_signed, "done": done}
    given |= {"needs": list(needs)}
    outcome = _decide("care.yearly_services", schemes, on, given)
    may_see = viewer.can(permissions.READ_RESTRICTED)
    lines = [one for one in outcome["lines"] if may_see or not known[one["service"]].restricted]
    return {**outcome, "lines": lines}


def _done(one: YearlyService, resident_id: UUID, kept: list[Kept], on: dt.date) -> int:
    if one.observation:
        return _days_measured(resident_id, one.observation, on)
    return sum(
        form in one.forms and (one.once or day.year == on.year) and all(_says(values, code) for code in one.fields)
        for form, day, values in kept
    )


def _says(values: Mapping[str, Any], code: str) -> bool:
    return is_filled(values.get(code)) and values[code] is not False


def _days_measured(resident_id: UUID, code: str, on: dt.date) -> int:
    """On how many days of the year the value was measured by us: neither at home alone nor elsewhere."""
    begins, ends = (dt.datetime.combine(day, dt.time(), clock.SHANGHAI) for day in _year(on))
    rows = Observation.objects.filter(resident_id=resident_id, code=code, is_voided=False, at__gte=begins, at__lt=ends)
    rows = rows.exclude(source__in=("resident", "shared"))
    return len({at.astimezone(clock.SHANGHAI).date() for at in rows.values_list("at", flat=True)})


def _year(on: dt.date) -> tuple[dt.date, dt.date]:
    return dt.date(on.year, 1, 1), dt.date(on.year + 1, 1, 1)


def _checkup(values: Mapping[str, Any], schemes: tuple[str, ...], on: dt.date) -> Mapping[str, Any]:
    filled = [code for code, value in values.items() if is_filled(value)]
    return _decide("care.checkup_contents", schemes, on, {"filled": filled})
