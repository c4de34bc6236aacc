"""The decisions that read a form: their facts from the values, and what their outcomes mean for the record."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from jiayi.foundation.rulebook.schema import Deciding, Form, Programme
from jiayi.service.care.rules.filling import holds, is_filled
from jiayi.service.care.terms import Judgement, Person

URGENT, ADVISED = "urgent", "advised"  # findings: the page stops; a referral is advised
BY_HAND = ("referral_reason", "referral_to")
Outcomes = Mapping[str, Mapping[str, Any]]  # by the name of the decision


def asked_decisions(form: Form, values: Mapping[str, Any]) -> list[Deciding]:
    """The decisions of the form that these values call for."""
    return [one for one in form.decisions if one.when is None or holds(one.when, values)]


def programmes_of(form: Form, groups: Collection[str], programmes: Mapping[str, Programme]) -> list[str]:
    """The programmes of which a record of the form is a visit of somebody in these groups.

    A form for other groups too (a check-up) is a visit only for those in the programme's groups; one of the programme
    alone is a visit whoever it is.
    """
    return [
        code
        for code in form.programmes
        if set(programmes[code].groups) & set(groups) or set(form.groups) <= set(programmes[code].groups)
    ]


def facts_of(
    form: Form, deciding: Deciding, values: Mapping[str, Any], person: Person, previous: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The facts the values give; what was not answered is left out, and the decision's own default holds."""
    given = {fact: _fact(form, named, values, person) for fact, named in deciding.facts.items()}
    taken = {fact: (previous or {}).get(key) for fact, key in deciding.previous.items()}
    return {fact: value for fact, value in {**given, **taken}.items() if is_filled(value)}


def _fact(form: Form, named: str | list[str], values: Mapping[str, Any], person: Person) -> Any:
    if isinstance(named, list):
        listed = [_fact(form, one, values, person) for one in named]
        return listed if all(is_filled(one) for one in listed) else None
    if named in form.fields:
        one, value = form.fields[named], values.get(named)
        return one.points[value] if one.points and isinstance(value, str) and value in one.points else value
    return getattr(person, named, None)


def findings_of(form: Form, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the form tells by itself, without a decision."""
    return tuple(code for code, conditions in form.findings.items() if any(holds(one, values) for one in conditions))


def judgement(form: Form, values: Mapping[str, Any], outcomes: Outcomes, *, visit_on: dt.date) -> Judgement:
    """Whether the finding is urgent, when the next visit is proposed, and which fields the outcomes fill.

    Of several decisions the earliest next visit holds.
    """
    fills: dict[str, Any] = {}
    days: list[int] = []
    urgent = False
    for one in form.decisions:
        outcome = outcomes.get(one.rule)
        if outcome is None:
            continue
        fills |= {code: outcome.get(key) for key, code in one.fills.items()}
        urgent = urgent or any(outcome.get(key) in values for key, values in one.urgent.items())
        if one.next_days and outcome.get(one.next_days) is not None:
            days.append(outcome[one.next_days])
    findings = findings_of(form, {**fills, **values})
    urgent = urgent or URGENT in findings
    next_on = visit_on + dt.timedelta(days=min(days)) if days else None
    if next_on:
        fills |= {one.next_field: next_on for one in form.decisions if one.next_field}
    decided = any(outcome.get("referral", "none") != "none" for outcome in outcomes.values())
    referred = urgent or decided or ADVISED in findings or is_referred_by_hand(values)
    return Judgement(
        outcomes=dict(outcomes),
        is_urgent=urgent,
        is_referred=referred,
        findings=findings,
        next_within_days=min(days, default=None),
        fills=fills,
    )


def chosen(values: Mapping[str, Any], fills: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those that the decisions filled in by themselves: corrected, these follow anew."""
    return {code: value for code, value in values.items() if value != fills.get(code)}


def is_referred_by_hand(values: Mapping[str, Any]) -> bool:
    """Whether whoever filled it in refers the resident: ticked, or written down where or why."""
    return values.get("referred") is True or any(is_filled(values.get(code)) for code in BY_HAND)


def concluded(form: Form, outcomes: Outcomes, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each outcome with what the doctor chose instead: what the next visit takes as the previous one's."""
    return {
        one.rule: dict(outcomes[one.rule])
        | {key: values[code] for key, code in one.fills.items() if is_filled(values.get(code))}
        for one in form.decisions
        if one.rule in outcomes
    }
