"""The report of a month or a term is archived: its figures stand from then on."""

import datetime as dt
from uuid import UUID

from jiayi.community.communities import permissions
from jiayi.community.communities.models import ArchivedReport
from jiayi.community.communities.selectors.communities import community_for
from jiayi.community.communities.selectors.months import figures_of
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken

from .history import note


@retrying_atomic
def archive_report(*, by: Viewer, community_id: UUID, since: dt.date, until: dt.date, on: dt.date) -> ArchivedReport:
    """Keep the figures of days that are over; archived twice it stands as it was first."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    if until >= on:
        raise broken("E_REPORT_NOT_OVER")
    values = {
        "figures": figures_of(found, since, until),
        "archived_on": on,
        "archived_by_name": by.actor_name[:60],
    }
    made, is_new = ArchivedReport.objects.get_or_create(community=found, since=since, until=until, defaults=values)
    if is_new:
        note(by, "archive_report", found, since=since, until=until)
    return made
