"""A community's month or term in numbers."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Q

from jiayi.community.communities import rules
from jiayi.community.communities.models import ArchivedReport, CheckEntry, Community, FrailReview, GivenMedicine
from jiayi.community.communities.rules import due_duties, duties_of
from jiayi.community.communities.terms import Disposal, Presence
from jiayi.foundation.core.dates import ONE_DAY, month_end

from .communities import settings_of
from .daily import infected_days


def month_of(community: Community, month: dt.date, *, on: dt.date) -> dict[str, Any]:
    """`figures_of` the month that begins on `month`, up to a day of it."""
    return figures_of(community, month, min(month_end(month.year, month.month), max(on, month)))


def term_of(community: Community, day: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last day of the term that holds a day; None where the scheme sets no terms."""
    starts = settings_of(community, day).get("kindergarten.term_starts", ())
    return rules.term_of(day, starts) if starts else None


def archived_of(community: Community, since: dt.date, until: dt.date) -> ArchivedReport | None:
    """The report of these days, where it was archived."""
    return community.archived_reports.filter(since=since, until=until).first()


def figures_of(community: Community, since: dt.date, until: dt.date) -> dict[str, Any]:
    """Checks, attendance, absences by reason, findings, duties due and done, medicine, incidents, samples, meals and
    reviews of some days (inclusive). The caller has seen the community."""
    during = (since, until)
    entries = CheckEntry.objects.filter(member__community=community, check_of__day__range=during)
    counted = entries.aggregate(
        present=Count("id", Q(presence=Presence.PRESENT)),
        absent=Count("id", Q(presence=Presence.ABSENT)),
        sent_home=Count("id", Q(disposal=Disposal.SENT_HOME)),
        to_clinic=Count("id", Q(disposal=Disposal.CLINIC)),
        days=Count("check_of__day", distinct=True),
    )
    by_reason = entries.exclude(reason="").values_list("reason").annotate(Count("id")).order_by("reason")
    found = Counter(code for codes in entries.values_list("findings", flat=True) for code in codes)
    reviews = FrailReview.objects.filter(file__member__community=community, reviewed_on__range=during)
    given = GivenMedicine.objects.filter(member__community=community, given_at__date__range=during)
    return counted | {
        "asked": counted["present"] + counted["absent"],
        "absences": dict(by_reason),
        "findings": dict(found.most_common()),
        "duties": _duties(community, since, until),
        "incidents": dict(
            community.incidents.filter(happened_on__range=during)
            .values_list("kind")
            .annotate(Count("id"))
            .order_by("kind")
        ),
        "samples": community.food_samples.filter(kept_at__date__range=during).count(),
        "medicines": given.count(),
        "menus": community.menus.filter(day__range=during).count(),
        "nutrition_weeks": community.nutrition_weeks.filter(monday__range=during).count(),
        "reviews": reviews.count(),
        "frail": community.members.filter(frail_files__opened_on__lte=until, frail_files__closed_on=None).count(),
    }


def _duties(community: Community, since: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Each duty with the number of times it was due and done: once a period that begins or lasts in these days."""
    settings = settings_of(community, last)
    usual, epidemic = duties_of(settings), duties_of(settings, in_epidemic=True)
    terms = settings.get("kindergarten.term_starts", ())
    infected = infected_days(community, since, last)
    done = list(community.done_duties.filter(done_on__lte=last).values_list("duty", "done_on", "done_by_name"))
    school_days = set(
        CheckEntry.objects.filter(member__community=community, check_of__day__range=(since, last)).values_list(
            "check_of__day", flat=True
        )
    )
    due: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    seen = set()
    day = since
    while day <= last:
        for one in due_duties(epidemic if day in infected else usual, done, day, terms=terms):
            is_daily = one.since == one.until
            key = (one.duty.code, one.since)
            if key not in seen and (day in school_days if is_daily else True):
                seen.add(key)
                due[one.duty.code] += 1
                kept[one.duty.code] += one.done_on is not None
        day += ONE_DAY
    return [{"code": code, "due": count, "done": kept[code]} for code, count in due.items()]
