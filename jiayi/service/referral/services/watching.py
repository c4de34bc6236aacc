"""Watch the rates of up-referrals, warn the supervisor early, and keep their answer."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import value_on
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.tasks import services as tasks
from jiayi.service.insurance.terms import Period
from jiayi.service.referral import due_tasks
from jiayi.service.referral.models import RateWarning
from jiayi.service.referral.selectors.rates import RateRow, rates, warning_for

DAYS, ANSWER = "referral.rate_period_days", "referral.rate_answer_days"


@retrying_atomic
def watch_rates(*, on: dt.date) -> int:
    """Open a warning for each institution near or over its cap that has none open; how many."""
    days = int(value_on(DAYS, on, ["national"]))
    period = Period(on - dt.timedelta(days=days - 1), on)
    known = set(RateWarning.objects.filter(answered_on=None).values_list("institution_id", flat=True))
    found = [
        row
        for row in rates(SystemViewer(), period, on=on)
        if row.outcome["state"] in ("near", "over") and row.institution.id not in known
    ]
    made = [_warning(row, period, on) for row in found]
    RateWarning.objects.bulk_create(made)
    for one in made:
        tasks.restate_tasks(subject_ids=[one.id], sources=due_tasks.WARNING_SOURCES, on=on, outcome="warned")
    return len(made)


@retrying_atomic
def answer_warning(*, by: Viewer, warning_id: UUID, answer: str, on: dt.date) -> RateWarning:
    """What the supervisor found and ordered; its task closes. Twice is once."""
    found = warning_for(by, warning_id)
    if not answer.strip():
        raise misshapen("E_WARNING_ANSWER", "answer")
    warning = RateWarning.objects.select_for_update().get(id=found.id)
    if warning.answered_on:
        return warning
    warning.answered_on, warning.answered_by_name, warning.answer = on, by.actor_name[:60], answer.strip()[:300]
    warning.save(update_fields=["answered_on", "answered_by_name", "answer", "updated_at"])
    tasks.restate_tasks(subject_ids=[warning.id], sources=due_tasks.WARNING_SOURCES, on=on, outcome="answered")
    audit.record(by=by, act="referral.answer_warning", subject_kind="rate_warning", subject_ids=[warning.id])
    return warning


def _warning(row: RateRow, period: Period, on: dt.date) -> RateWarning:
    return RateWarning(
        institution=row.institution,
        since=period.since,
        until=period.until,
        referred=row.referred,
        treated=row.treated,
        rate=row.outcome["rate"],
        cap=row.outcome["cap"],
        state=row.outcome["state"],
        opened_on=on,
        due_on=on + dt.timedelta(days=int(value_on(ANSWER, on, ["national"]))),
    )
