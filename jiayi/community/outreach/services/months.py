"""Write the summary of a team's month."""

import datetime as dt
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import MonthSummary
from jiayi.community.outreach.selectors.months import plain_figures, team_month
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def write_summary(
    *, by: Viewer, team_id: UUID, month: dt.date, review: str, on: dt.date, problems: str = "", measures: str = ""
) -> MonthSummary:
    """What the team did in a month (its first day), what was wrong and what is done about it; writing anew replaces it
    with the figures of today. The same words twice change nothing."""
    if month.day != 1 or month > on:
        raise misshapen("E_MONTH", "month")
    if not review.strip():
        raise misshapen("E_MONTH_WORDS", "review")
    found = team_month(by, team_id, month, on=on, permission=permissions.PLAN)
    words = {"review": review.strip()[:1000], "problems": problems.strip()[:1000], "measures": measures.strip()[:1000]}
    place = {"institution_id": found.team.institution_id, "region_id": found.team.region_code}
    fresh = {"figures": plain_figures(found.figures), "written_on": on, "written_by_name": by.actor_name[:60]}
    summary, is_made = MonthSummary.objects.select_for_update(of=("self",)).get_or_create(
        team_id=team_id, month=month, defaults=words | place | fresh
    )
    kept = {name: getattr(summary, name) for name in words} | {"figures": summary.figures}
    if not is_made and kept == words | {"figures": fresh["figures"]}:
        return summary
    if not is_made:
        for name, value in (words | fresh).items():
            setattr(summary, name, value)
        summary.version += 1
        summary.save()
    note(by, "write_summary", summary, month=month, version=summary.version)
    return summary
