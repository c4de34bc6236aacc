"""Risk scores from what is known of a resident: every input with where it comes from, none put in for a missing one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookError, decide, rulebook
from jiayi.foundation.rulebook.schema import GIVEN, Deciding, Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.models import Observation
from jiayi.service.care.rules import deriving, filling, judging, storing

from .judging import FACTS, person_on
from .observations import last_values
from .records import last_version

ASSESSMENT = "health-assessment"  # the form that asks for what the scores need, and keeps their results
OF_GROUPS = ("hypertension", "diabetes")  # fields of the form that membership of a group answers


@dataclass(frozen=True)
class Origin:
    """Where an input comes from: the register, a group, a value measured, or the last assessment; with its day."""

    kind: str
    on: dt.date | None = None
    record_id: UUID | None = None


@dataclass(frozen=True)
class Score:
    """One decision on what is known: its outcome (empty while inputs are missing), inputs by field, what is missing."""

    rule: str
    outcome: Mapping[str, Any]
    inputs: dict[str, tuple[Any, Origin]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    applies: bool = True


def risk_scores(viewer: Viewer, resident_id: UUID, *, on: dt.date) -> list[Score]:
    """The scores of the assessment's decisions on a day. The caller has found the resident for its viewer."""
    form = rulebook().forms[ASSESSMENT]
    facts = people.facts_of([resident_id], on)[resident_id]
    known = _known(viewer, form, facts, on)
    schemes = tuple(organization.schemes_for(facts.region_code, on))
    return [_score(form, one, known, facts, schemes, on) for one in form.decisions]


def known_answers(viewer: Viewer, resident_id: UUID, *, on: dt.date) -> dict[str, tuple[Any, Origin]]:
    """What is known of the assessment's own questions before it is filled in, each with its origin."""
    form = rulebook().forms[ASSESSMENT]
    facts = people.facts_of([resident_id], on)[resident_id]
    return {
        code: found
        for code, found in _known(viewer, form, facts, on).items()
        if code in form.fields and not form.fields[code].derived
    }


def _known(viewer: Viewer, form: Form, facts: ResidentFacts, on: dt.date) -> dict[str, tuple[Any, Origin]]:
    """Every field that is known: the last assessment, overlaid by later measurements and by the groups of the day."""
    known: dict[str, tuple[Any, Origin]] = {}
    last = last_version(facts.id, ASSESSMENT)
    if last:
        origin = Origin("assessment", last.record.visit_on, last.record_id)
        known = {code: (value, origin) for code, value in storing.typed(form, last.values).items()}
    known |= _measured(viewer, form, facts, known)
    known |= {code: (True, Origin("group")) for code in OF_GROUPS if code in facts.groups}
    derived = deriving.with_derived(form, {code: value for code, (value, _from) in known.items()}, visit_on=on)
    return {code: (value, _origin_of(form, code, known)) for code, value in derived.items() if filling.is_filled(value)}


def _measured(
    viewer: Viewer, form: Form, facts: ResidentFacts, known: Mapping[str, tuple[Any, Origin]]
) -> dict[str, tuple[Any, Origin]]:
    fields = {one.observation: code for code, one in form.fields.items() if one.observation and not one.derived}
    found = {}
    for observation, row in last_values(viewer, [facts.id], list(fields)).get(facts.id, {}).items():
        code, day = fields[observation], timezone.localtime(row.at).date()
        before = known.get(code)
        if row.number is not None and (before is None or before[1].on is None or before[1].on <= day):
            found[code] = (_number(form, code, row), Origin("measured", day, row.record_id))
    return found


def _number(form: Form, code: str, row: Observation) -> int | float:
    return int(row.number or 0) if form.fields[code].type == "integer" else float(row.number or 0)


def _origin_of(form: Form, code: str, known: Mapping[str, tuple[Any, Origin]]) -> Origin:
    """Of a derived field, where what it follows from was last known."""
    field = form.fields[code]
    named = field.of or (["height", "weight"] if field.derived == "bmi" else [])
    if field.derived and named:
        origins = [known[one][1] for one in named if one in known]
        return max(origins, key=lambda one: one.on or dt.date.min, default=Origin("derived"))
    return known[code][1] if code in known else Origin("derived")


def _is_moot(form: Form, code: str, values: Mapping[str, Any]) -> bool:
    """Whether an answer that is known makes the question of this field fall away."""
    when = form.fields[code].shown_when if code in form.fields else None
    return bool(when and filling.is_filled(values.get(when.field)) and not filling.holds(when, values))


def _score(
    form: Form,
    one: Deciding,
    known: Mapping[str, tuple[Any, Origin]],
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    on: dt.date,
) -> Score:
    values = {code: value for code, (value, _from) in known.items()}
    person = person_on(facts, on)
    named = [code for given in one.facts.values() for code in ([given] if isinstance(given, str) else given)]
    given = asdict(person)
    inputs = {code: (given[code], Origin("register")) for code in named if code in GIVEN}
    inputs |= {code: known[code] for code in named if code in known}
    missing = [code for code in named if code not in inputs and not _is_moot(form, code, values)]
    if one.when and one.when.field in known and not filling.holds(one.when, values):
        return Score(one.rule, {}, inputs, [], applies=False)
    if one.when and one.when.field not in known:
        missing = [one.when.field, *missing]
    outcome: Mapping[str, Any] = {}
    if not missing:
        try:
            stated = storing.plain(judging.facts_of(form, one, values, person, None))
            outcome = decide(one.rule, on=on, schemes=schemes, facts=stated)
        except RulebookError as error:
            if not error.code.startswith(FACTS):
                raise
    return Score(one.rule, outcome, inputs, missing)
