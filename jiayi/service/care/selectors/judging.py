"""What a form's decisions say of values not saved yet."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import RulebookError, decide, rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.models import Record
from jiayi.service.care.rules import deriving, filling, judging, storing
from jiayi.service.care.rules.parting import Judged, parts_of
from jiayi.service.care.terms import Judgement, Person

from .records import last_outcome

# What a decision came to last time, as `last_outcome` answers it; of many rows it was looked up before.
LastOutcome = Callable[..., Mapping[str, Any] | None]
FACTS = "E_FACT"  # the errors of facts that are lacking or do not fit


def person_on(facts: ResidentFacts, day: dt.date) -> Person:
    """What forms and decisions may ask of the resident on a day."""
    return Person(facts.sex, facts.age, (day - facts.birth_date).days, facts.birth_date)


def judge_parts(
    form: Form,
    values: Mapping[str, Any],
    *,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    visit_on: dt.date,
    except_for: Mapping[str, UUID] | None = None,
    last: LastOutcome = last_outcome,
) -> list[Judged]:
    """What each record that these values leave would hold, and what its decisions say.

    `except_for`: records that are being corrected, by form; none is its own predecessor.
    """
    given = asdict(person_on(facts, visit_on))
    shown = filling.kept_values(form, deriving.with_derived(form, values, visit_on=visit_on), given)
    judged = []
    for part in parts_of(form, shown, rulebook().forms):
        typed = deriving.with_derived(part.form, part.taken(shown), visit_on=visit_on)
        kept = filling.kept_values(part.form, typed, given)
        before = (except_for or {}).get(part.form.form)
        found = judge(part.form, kept, facts=facts, schemes=schemes, visit_on=visit_on, except_for=before, last=last)
        judged.append(Judged(part, kept, found))
    return judged


def chosen_values(record: Record, form: Form) -> dict[str, Any]:
    """What somebody entered in the record's current version, typed; what the decisions filled in is left out."""
    version = record.versions.get(number=record.version)
    values, day = storing.typed(form, version.values), record.visit_on
    facts = people.facts_of([record.resident_id], day)[record.resident_id]
    found = judge(form, values, facts=facts, schemes=tuple(version.schemes), visit_on=day, except_for=record.id)
    return judging.chosen(values, found.fills)


def judge(
    form: Form,
    values: Mapping[str, Any],
    *,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    visit_on: dt.date,
    except_for: UUID | None = None,
    last: LastOutcome = last_outcome,
) -> Judgement:
    """The decisions on these values by the rulebook of the day of the visit; none while it lacks a value.

    `except_for`: the record that is being corrected, which is not its own predecessor.
    """
    person = person_on(facts, visit_on)
    outcomes = {}
    for one in judging.asked_decisions(form, values):
        previous = last(facts.id, one.rule, before=visit_on, except_for=except_for) if one.previous else None
        given = storing.plain(judging.facts_of(form, one, values, person, previous))
        try:
            outcomes[one.rule] = decide(one.rule, on=visit_on, schemes=schemes, facts=given)
        except RulebookError as error:
            if not error.code.startswith(FACTS):
                raise
            continue  # a fact is lacking still: the form says so itself
    return judging.judgement(form, values, outcomes, visit_on=visit_on)
