"""A community's month in numbers."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Count, Q

from jiayi.community.communities.models import CheckEntry, Community, FrailReview, GivenMedicine
from jiayi.community.communities.rules import due_duties, duties_of
from jiayi.community.communities.terms import Disposal, Presence
from jiayi.foundation.core.dates import ONE_DAY, month_end

from .communities import settings_of


def month_of(community: Community, month: dt.date, *, on: dt.date) -> dict[str, Any]:
    """Checks, attendance, absences by reason, findings, duties due and done, medicine, incidents, samples, reviews of
    the month that begins on `month`, up to a day of it. The caller has seen the community."""
    last = min(month_end(month.year, month.month), max(on, month))
    during = (month, last)
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
        "duties": _duties(community, month, last),
        "incidents": dict(
            community.incidents.filter(happened_on__range=during)
            .values_list("kind")
            .annotate(Count("id"))
            .order_by("kind")
        ),
        "samples": community.food_samples.filter(kept_at__date__range=during).count(),
        "medicines": given.count(),
        "reviews": reviews.count(),
        "frail": community.members.filter(frail_files__opened_on__lte=last, frail_files__closed_on=None).count(),
    }


def _duties(community: Community, month: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """Each duty with the number of times it was due and done: once a period that ends in the month."""
    settings = settings_of(community, last)
    asked, terms = duties_of(settings), settings.get("kindergarten.term_starts", ())
    done = list(community.done_duties.filter(done_on__lte=last).values_list("duty", "done_on", "done_by_name"))
    school_days = set(
        CheckEntry.objects.filter(member__community=community, check_of__day__range=(month, last)).values_list(
            "check_of__day", flat=True
        )
    )
    due: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    seen = set()
    day = month
    while day <= last:
        for one in due_duties(asked, done, day, terms=terms):
            is_daily = one.since == one.until
            key = (one.duty.code, one.since)
            if key not in seen and (day in school_days if is_daily else True):
                seen.add(key)
                due[one.duty.code] += 1
                kept[one.duty.code] += one.done_on is not None
        day += ONE_DAY
    return [{"code": code, "due": count, "done": kept[code]} for code, count in due.items()]
