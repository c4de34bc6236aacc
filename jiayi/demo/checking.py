"""Last month's audits of village clinics and re-interviews about services, in every state, by how teams work."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.rulebook import decide, rulebook
from jiayi.insight.assurance import selectors, services
from jiayi.insight.assurance.models import AuditItem, AuditRound, InterviewCase
from jiayi.insight.assurance.terms import CallResult, ItemState, Verdict
from jiayi.registry.organization.selectors import NATIONAL

from .county import Township
from .known_rates import KnownRates
from .staff import Actor
from .styles import Style

SPACE = UUID("d0c2b5a8-7d1e-4e1c-8a8f-3f8f1c7a2f55")
TOWNSHIPS, ASKED_OF_A_TOWNSHIP, MONTHS = 7, 24, 2
AUDITED_OF_A_CLINIC, BEGUN_OF_A_CLINIC = 8, 1
AUDITOR, ASKER = Actor("考核员"), Actor("回访员")  # data, not for translation
SEED = 20_260_101
FALSE = "村医与患者均说当日没有随访，登记不实。"  # data, not for translation
_POINTS = {"match": 2, "partial": 1, "mismatch": 0}  # of two for each that could be judged
CORRECTED = "已与居民核对并更正记录。"  # data, not for translation


def write_checks(
    rng: random.Random, townships: Sequence[Township], styles: Mapping[UUID, Style], known: KnownRates, on: date
) -> None:
    """Of the first townships: two months of audits, one of re-interviews; the town's last ones are still going on."""
    places = townships[:TOWNSHIPS]
    for ago in range(MONTHS, 0, -1):
        month = _month_before(on, ago)
        drawn_on = min(_month_before(month, -1) + timedelta(days=4), on)
        _audit(rng, places, styles, month, drawn_on, on)
    for township in places:
        _interview(rng, township, styles, known, on, is_over=township is not places[0])


def _month_before(day: date, months: int) -> date:
    """The first day of the month so many months before (after, where negative)."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _audit(
    rng: random.Random,
    places: Sequence[Township],
    styles: Mapping[UUID, Style],
    month: date,
    drawn_on: date,
    on: date,
) -> None:
    ids = [township.institution_id for township in places]
    try:
        rounds = services.draw_audits(by=AUDITOR, month=month, on=drawn_on, institution_ids=ids, seed=SEED)
    except LawBroken:  # nobody was served in a month of a small county
        return
    is_last = _month_before(month, -1) == on.replace(day=1)
    for place, audited in enumerate(rounds):
        most = AUDITED_OF_A_CLINIC if not is_last or place % 3 else BEGUN_OF_A_CLINIC
        _look_at(rng, audited, styles, most, drawn_on, on)


def _look_at(
    rng: random.Random, audited: AuditRound, styles: Mapping[UUID, Style], most: int, drawn_on: date, on: date
) -> None:
    items = list(AuditItem.objects.filter(round=audited).select_related("record", "round").order_by("position")[:most])
    values = selectors.values_of(items)
    for item in items:
        day = min(drawn_on + timedelta(days=rng.randrange(1, 9)), on)
        took_place, checks, recorded = _found(rng, item, values[item.pk], styles.get(item.team_id))
        services.check_record(
            by=AUDITOR,
            item_id=item.pk,
            took_place=took_place,
            checks=checks,
            recorded=recorded,
            note="" if took_place else FALSE,
            on=day,
        )
        item.refresh_from_db()
        if item.state == ItemState.TO_CORRECT and rng.random() < 0.6:
            corrected_on = min(day + timedelta(days=rng.randrange(1, 8)), on)
            services.report_correction(by=AUDITOR, item_id=item.pk, note=CORRECTED, on=corrected_on)
            if rng.random() < 0.6:
                services.accept_correction(by=AUDITOR, item_id=item.pk, on=min(corrected_on + timedelta(days=2), on))


def _found(
    rng: random.Random, item: AuditItem, values: Mapping[str, Any], style: Style | None
) -> tuple[bool, dict[str, tuple[str, str]], dict[str, Any]]:
    """What the field says: a team that forges was not there, a careless one left things out or wrote them wrongly."""
    fields = rulebook().forms[item.record.form].fields
    recorded = {code: values[code] for code, one in fields.items() if code in values and not one.derived}
    is_forged = bool(style and style.is_forging) and rng.random() < 0.7
    faulty = 0.12 if style and style.name == "sloppy" else 0.01
    checks = {code: _verdict(rng, code, value, is_forged, faulty) for code, value in recorded.items()}
    return not is_forged, checks, recorded


def _verdict(rng: random.Random, code: str, value: Any, is_forged: bool, faulty: float) -> tuple[str, str]:
    if is_forged:
        return Verdict.UNPROVEN, ""
    if rng.random() >= faulty:
        return Verdict.AGREES, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Verdict.DIFFERS, f"{value + rng.choice((-8, 6, 10)):g}"
    return Verdict.MISSING, ""


def _interview(
    rng: random.Random,
    township: Township,
    styles: Mapping[UUID, Style],
    known: KnownRates,
    on: date,
    *,
    is_over: bool,
) -> None:
    since, until = on - timedelta(days=100), on - timedelta(days=5)
    try:
        sample = services.draw_interviews(
            by=ASKER,
            institution_id=township.institution_id,
            since=since,
            until=until,
            on=until,
            submission_id=uuid5(SPACE, f"sample {township.code}"),
            seed=SEED,
        )
    except LawBroken:
        return
    cases = list(InterviewCase.objects.filter(sample=sample).select_related("resident").order_by("position"))
    most = ASKED_OF_A_TOWNSHIP if is_over else min(ASKED_OF_A_TOWNSHIP // 2, len(cases) // 2)
    for case in cases[:most]:
        day = until + timedelta(days=rng.randrange(1, 5))
        outcome = _call(rng, case, styles.get(case.team_id), day)
        if outcome in _POINTS and day.year == on.year:
            known.add("authenticity", case.resident.region_id, _POINTS[outcome], 2)


def _call(rng: random.Random, case: InterviewCase, style: Style | None, day: date) -> str:
    """How it ended; "" where nobody answered."""
    services.take_case(by=ASKER, case_id=case.pk)
    luck = rng.random()
    result = CallResult.ANSWERED
    if luck < 0.14:
        result = rng.choice((CallResult.NO_ANSWER, CallResult.SWITCHED_OFF, CallResult.CALL_BACK))
    elif luck < 0.18:
        result = rng.choice((CallResult.WRONG_NUMBER, CallResult.REFUSED))
    at = datetime.combine(day, time(9 + rng.randrange(8), rng.randrange(60)), clock.SHANGHAI)
    services.record_call(by=ASKER, case_id=case.pk, result=result, note="", at=at)
    if result != CallResult.ANSWERED:
        return ""
    answers = _answers(rng, style)
    decides = {code for code, one in rulebook().scripts[case.sample.script].questions.items() if one.decides}
    facts = {code: answer for code, answer in answers.items() if code in decides}
    outcome = decide("assurance.interview.outcome", on=day, schemes=[NATIONAL], facts=facts)["outcome"]
    services.close_case(by=ASKER, case_id=case.pk, answers=answers, outcome=outcome, note="", on=day)
    return str(outcome)


def _answers(rng: random.Random, style: Style | None) -> dict[str, str]:
    """What residents say: of those who forge mostly that nobody came."""
    honest = rng.random() >= (0.8 if style and style.is_forging else 0.12 if style and style.name == "sloppy" else 0.03)
    if honest:
        return {
            "signed": "yes",
            "knows_doctor": rng.choice(("all", "some")),
            "received": "same",
            "when": rng.choice(("same", "same", "near")),
            "measured": "told",
            "drugs": rng.choice(("yes", "not_asked")),
            "satisfied": rng.choice("4554"),
        }
    return {
        "signed": rng.choice(("yes", "unsure")),
        "knows_doctor": rng.choice(("some", "none")),
        "received": "none",
        "when": "differs",
        "measured": "no",
        "drugs": "not_asked",
        "satisfied": rng.choice("123"),
    }
