"""The long work of this room: many papers printed into one file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents.services import register_paper, render
from jiayi.foundation.jobs.services import Progress, register
from jiayi.foundation.ui.lists import list_page
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.access.selectors import viewer_with_id

from . import presenters, selectors
from .services import batches, printing


@register(printing.PRINT, title=gettext_noop("批量打印协议"), route="agreements:printout")
def print_papers(progress: Progress, query: str, base_url: str) -> dict[str, Any]:
    """Print the papers of the agreements that a list shows with these filters, by number."""
    by, on = viewer_with_id(progress.started_by), clock.today()
    page = list_page(presenters.agreement_list(by, on), selectors.agreements(by), QueryDict(query))
    papers = list(page.matching.order_by().values_list("paper_id", flat=True).distinct()[: printing.MOST_PAPERS + 1])
    if not papers:
        raise misshapen("E_NOTHING_TO_PRINT")
    if len(papers) > printing.MOST_PAPERS:
        raise misshapen("E_TOO_MANY_TO_PRINT", limit=printing.MOST_PAPERS)
    papers = selectors.visible_papers(by, papers)
    progress.say(done=0, total=len(papers))

    def make(some: Sequence[UUID]) -> bytes:
        return render(template=presenters.TEMPLATE, data=presenters.papers_data(by, some, base_url=base_url, on=on))

    printing.keep_together(progress.run_id, papers, make, lambda done: progress.say(done=done, total=len(papers)))
    printing.mark_printed(by=by, paper_ids=papers, at=clock.now())
    return {"id": str(progress.run_id), "papers": len(papers)}


@register_paper("agreements.paper")
def agreement_paper(viewer: Viewer, subject_id: UUID, *, base_url: str, on: dt.date) -> bytes:
    """The paper of an agreement as far as the viewer may see it: a resident's page shows no one else's row."""
    paper = selectors.paper_for(viewer, subject_id)
    data = presenters.papers_data(viewer, [paper.id], base_url=base_url, on=on)
    return render(template=presenters.TEMPLATE, data=data)


@register(batches.CHECK, title=gettext_noop("试算批量办理"), route="agreements:batch")
def check_batch(progress: Progress, batch_id: str) -> dict[str, Any]:
    """Try every row of a batch."""
    batches.check_batch(by=viewer_with_id(progress.started_by), batch_id=UUID(batch_id), say=progress)
    return {"id": batch_id}


@register(batches.DO, title=gettext_noop("批量办理协议"), route="agreements:batch")
def do_batch(progress: Progress, batch_id: str) -> dict[str, Any]:
    """Act on every row of a batch that was tried."""
    batches.do_batch(by=viewer_with_id(progress.started_by), batch_id=UUID(batch_id), say=progress)
    return {"id": batch_id}


@register(batches.UNDO, title=gettext_noop("撤销批量办理"), route="agreements:batch")
def undo_batch(progress: Progress, batch_id: str) -> dict[str, Any]:
    """Take back what a batch did."""
    by = viewer_with_id(progress.started_by)
    batches.undo_batch(by=by, batch_id=UUID(batch_id), on=clock.today(), at=clock.now())
    return {"id": batch_id}


@register(printing.NOTICES, title=gettext_noop("打印变更告知书"), route="agreements:printout")
def print_notices(progress: Progress, act_id: str, reason: str, effective_on: str) -> dict[str, Any]:
    """Print a notice for every paper whose team, institution or doctor an act over many has changed."""
    agreements = selectors.agreements_of_act(viewer_with_id(progress.started_by), UUID(act_id))
    data = presenters.notices_data(
        agreements,
        reason=reason,
        effective_on=dt.date.fromisoformat(effective_on),
        base_url=settings.PUBLIC_URL,
        on=clock.today(),
    )
    notices = data["notices"]

    def make(some: Sequence[Any]) -> bytes:
        return render(template=presenters.NOTICE_TEMPLATE, data={"notices": some})

    printing.keep_together(progress.run_id, notices, make, lambda done: progress.say(done=done, total=len(notices)))
    return {"id": str(progress.run_id), "notices": len(notices)}
