"""Judge what was filled in, record by record: what stands, what follows from it, and everything that refuses it."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.faults import misshapen, not_confirmed
from jiayi.service.care.rules import filling
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.parting import Judged, Part, parts_of
from jiayi.service.care.selectors.judging import LastOutcome, judge_parts, person_on
from jiayi.service.care.selectors.records import last_outcome
from jiayi.service.care.terms import RecordRequest


def judged_parts(
    form: Form,
    asked: RecordRequest,
    facts: ResidentFacts,
    schemes: tuple[str, ...],
    on: dt.date,
    confirmed: Collection[str],
    except_for: Mapping[str, UUID] | None = None,
    last: LastOutcome = last_outcome,
) -> list[Judged]:
    """Every record that the request leaves; BadShape names everything that does not stand, by the fields asked.

    `except_for`: records that are being corrected, by their form; none is its own predecessor.
    """
    given = asdict(person_on(facts, asked.visit_on))
    judged, strange = [], []
    refused = _own_faults(form, asked, on, given)
    for one in judge_parts(
        form, asked.values, facts=facts, schemes=schemes, visit_on=asked.visit_on, except_for=except_for, last=last
    ):
        filled = {code: value for code, value in one.found.fills.items() if filling.is_filled(value)}
        kept, part = filled | dict(one.values), one.part
        refused += _told(part, filling.faults(part.form, kept, visit_on=asked.visit_on, today=on, given=given))
        strange += _told(part, filling.unusual(part.form, kept, confirmed=part.own(confirmed)))
        judged.append(Judged(part, kept, one.found))
    if refused:
        raise misshapen(_once(refused))
    if strange:
        raise not_confirmed(_once(strange))
    return judged


def _own_faults(form: Form, asked: RecordRequest, on: dt.date, given: Mapping[str, Any]) -> list[Fault]:
    """Of a combined form what belongs to none of its records: which of them are to be."""
    parts = parts_of(form, asked.values, rulebook().forms) if form.parts else []
    held = {name for part in parts for name in part.names.values()}
    found = filling.faults(form, asked.values, visit_on=asked.visit_on, today=on, given=given) if form.parts else []
    return [fault for fault in found if not parts or fault.field not in held]


def _told(part: Part, faults: list[Fault]) -> list[Fault]:
    return [Fault(part.names.get(fault.field, fault.field), fault.code, fault.words) for fault in faults]


def _once(faults: list[Fault]) -> list[Fault]:
    """Two records may refuse one answer for the same reason."""
    return list({(fault.field, fault.code): fault for fault in faults}.values())
