"""Close a period: the indicators of a county and month are frozen with their hash; a restatement stands beside them."""

import hashlib
import json
import shutil
from datetime import date, datetime

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.indicators.models import ClosedRate, PeriodClose
from jiayi.insight.indicators.permissions import CLOSE
from jiayi.insight.indicators.selectors import LEVELS, Period, Rate, evaluate, evaluated, period_on
from jiayi.insight.indicators.selectors.periods import facts_folder

_LOCK = 7_100_002
Rates = dict[tuple[str, str, str], Rate]


def close_period(*, by: Viewer, county: str, as_of: date, at: datetime) -> PeriodClose:
    """Freeze the indicators of the month of as_of. E_PERIOD_CLOSED when it is, E_NO_FACTS without facts of the day."""
    return _freeze(by, county, as_of, at, reason="")


def restate_period(*, by: Viewer, county: str, as_of: date, at: datetime, reason: str) -> PeriodClose:
    """Freeze once more, with a reason, what was closed before; the earlier one stays. E_PERIOD_OPEN before a close."""
    if not reason.strip():
        raise broken("E_RESTATEMENT_NEEDS_REASON")
    return _freeze(by, county, as_of, at, reason=reason.strip())


def digest_of(rates: Rates) -> str:
    """SHA-256 of the rates in their order: the same rates, the same hash."""
    rows = [[*key, rate.numerator, rate.denominator, rate.excluded] for key, rate in sorted(rates.items())]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def _freeze(by: Viewer, county: str, as_of: date, at: datetime, *, reason: str) -> PeriodClose:
    if not by.scope(CLOSE).holds_region(county):
        raise NotVisible
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    month = f"{as_of:%Y-%m}"
    last = PeriodClose.objects.filter(county_id=county, period=month).order_by("-number").first()
    if last and not reason:
        raise broken("E_PERIOD_CLOSED")
    if reason and last is None:
        raise broken("E_PERIOD_OPEN")
    facts = period_on(county, as_of)
    if facts is None:
        raise broken("E_NO_FACTS")
    rates = evaluate(facts, [one.indicator for one in evaluated()], list(LEVELS))
    close = PeriodClose.objects.create(
        county_id=county,
        period=month,
        number=last.number + 1 if last else 1,
        as_of=as_of,
        facts_digest=facts.digest,
        facts_file=_kept(facts),
        rulebook_version=rulebook().version,
        digest=digest_of(rates),
        reason=reason,
        closed_at=at,
        closed_by=by.actor_id,
        closed_by_name=by.actor_name,
    )
    ClosedRate.objects.bulk_create(
        (
            ClosedRate(close=close, indicator=code, level=level, place=place, **vars_of(rate))
            for (code, level, place), rate in sorted(rates.items())
        ),
        batch_size=2_000,
    )
    details = {"period": month, "number": close.number, "digest": close.digest, "reason": reason}
    audit.record(
        by=by, act="indicators.close_period", subject_kind="period_close", subject_ids=[close.id], details=details
    )
    return close


def vars_of(rate: Rate) -> dict[str, int]:
    """The counts by name."""
    return {"numerator": rate.numerator, "denominator": rate.denominator, "excluded": rate.excluded}


def _kept(facts: Period) -> str:
    """A copy of the facts that later buildings leave alone, named by its hash."""
    name = f"closed/{facts.county}-{facts.period}-{facts.digest}.parquet"
    target = facts_folder() / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(facts.path, target.with_suffix(".part"))
        target.with_suffix(".part").replace(target)
    return name
