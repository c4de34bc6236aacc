"""What runs by itself while Jiayi is served, how often or when (Asia/Shanghai), and which service does it."""

import datetime as dt
from dataclasses import asdict
from functools import partial

from django.core.management import call_command

from jiayi.community.engagement import services as engagement
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.idempotency import forget_old_keys
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.jobs import services as jobs
from jiayi.foundation.jobs.services import Entry
from jiayi.insight.assurance import services as assurance
from jiayi.insight.indicators import services as indicators
from jiayi.registry.people.services import roster
from jiayi.service.agreements import services as agreements
from jiayi.service.care import services as care
from jiayi.service.fulfilment import services as fulfilment
from jiayi.service.prescriptions import services as prescriptions
from jiayi.service.referral import services as referral
from jiayi.service.scheduling import services as scheduling
from jiayi.surfaces.portal import services as portal


def turn_day(on: dt.date) -> dict[str, int]:
    """What the day itself changes, room by room; how many rows each change touched."""
    counts = asdict(agreements.turn_day(by=SystemViewer(), on=on))
    counts["loads_corrected"] = len(agreements.reconcile_loads(by=SystemViewer(), on=on))
    counts |= asdict(scheduling.turn_day(by=SystemViewer(), on=on))
    counts |= asdict(care.turn_day(by=SystemViewer(), on=on))
    counts |= asdict(prescriptions.turn_day(by=SystemViewer(), on=on))
    counts |= asdict(referral.turn_day(by=SystemViewer(), on=on))
    counts["years_opened"] = fulfilment.open_years(by=SystemViewer(), on=on)
    counts["ledgers_corrected"] = fulfilment.correct_ledger(by=SystemViewer(), on=on)
    fulfilment.judge_all(by=SystemViewer(), on=on)
    return counts


def _turn_today() -> None:
    turn_day(clock.today())


def _lapse_holds() -> None:
    """Places that were held too long are free again, and offered to who waits."""
    scheduling.lapse_holds(on=clock.today(), at=clock.now())


def _coverage() -> None:
    """Tonight's coverage, and one month of the past that was never counted; older days are kept by the month."""
    indicators.compute_coverage(by=SystemViewer(), on=clock.today(), at=clock.now())
    indicators.count_past_months(on=clock.today(), at=clock.now(), most=1)
    indicators.prune_snapshots(on=clock.today(), keep_days=62)


def _facts() -> None:
    """Tonight's facts, what of the gaps that were given out is reached by now, and who lies far below a target."""
    on = clock.today()
    for built in indicators.build_facts(by=SystemViewer(), on=on, at=clock.now()):
        indicators.end_reached_gaps(by=SystemViewer(), period=built.period, on=on)
        indicators.watch_targets(by=SystemViewer(), period=built.period, on=on)


def _detect() -> None:
    """Look for doubtful work up to yesterday: the day is not over."""
    assurance.detect(by=SystemViewer(), on=clock.today() - ONE_DAY)


def _deliver() -> None:
    """What waits in the outbox goes out."""
    portal.send_codes(at=clock.now())
    engagement.deliver_due(by=SystemViewer(), at=clock.now())


def _remind() -> None:
    """The reminders of the day, in daylight."""
    engagement.remind(by=SystemViewer(), on=clock.today(), at=clock.now())


ENTRIES = [
    Entry(name="audit.seal", every=dt.timedelta(seconds=5), work=audit.seal),
    Entry(name="jobs.mark_interrupted", every=dt.timedelta(seconds=30), work=jobs.mark_interrupted),
    Entry(name="engagement.deliver", every=dt.timedelta(seconds=2), work=_deliver),
    Entry(name="engagement.remind", daily_at=dt.time(8, 30), work=_remind),
    Entry(name="scheduling.lapse_holds", every=dt.timedelta(minutes=1), work=_lapse_holds),
    Entry(name="turn_day", daily_at=dt.time(0, 5), work=_turn_today),
    Entry(name="indicators.coverage", daily_at=dt.time(1, 0), work=_coverage),
    Entry(name="indicators.facts", daily_at=dt.time(1, 20), work=_facts),
    Entry(name="assurance.detect", daily_at=dt.time(2, 0), work=_detect),
    Entry(name="idempotency.forget", daily_at=dt.time(3, 30), work=lambda: forget_old_keys(clock.now())),
    Entry(name="sessions.clear", daily_at=dt.time(3, 10), work=partial(call_command, "clearsessions")),
    Entry(
        name="jobs.prune",
        daily_at=dt.time(3, 20),
        work=partial(call_command, "prune_db_task_results", min_age_days=30),
    ),
    Entry(
        name="agreements.printouts",
        daily_at=dt.time(3, 40),
        work=lambda: agreements.delete_old_printouts(at=clock.now()),
    ),
    Entry(
        name="agreements.workbooks",
        daily_at=dt.time(3, 45),
        work=lambda: agreements.delete_old_workbooks(at=clock.now()),
    ),
    Entry(name="care.workbooks", daily_at=dt.time(3, 50), work=lambda: care.delete_old_workbooks(at=clock.now())),
    Entry(name="people.roster_files", daily_at=dt.time(3, 30), work=roster.delete_old_files),
]
