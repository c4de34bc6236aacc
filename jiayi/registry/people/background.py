"""The long work of this room: rosters tried, imported and undone."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress, register
from jiayi.registry.access.selectors import viewer_with_id

from .services.roster import batches

PAGE = "people:roster"


@register(batches.CHECK, title=gettext_noop("试导入花名册"), route=PAGE)
def check(progress: Progress, batch_id: str) -> dict[str, Any]:
    by = viewer_with_id(progress.started_by)
    batches.check_batch(by=by, batch_id=UUID(batch_id), at=clock.now(), say=progress)
    return {"id": batch_id}


@register(batches.IMPORT, title=gettext_noop("导入花名册"), route=PAGE)
def import_(progress: Progress, batch_id: str) -> dict[str, Any]:
    by = viewer_with_id(progress.started_by)
    batches.import_batch(by=by, batch_id=UUID(batch_id), at=clock.now(), say=progress)
    return {"id": batch_id}


@register(batches.UNDO, title=gettext_noop("撤销花名册导入"), route=PAGE)
def undo(progress: Progress, batch_id: str) -> dict[str, Any]:
    by = viewer_with_id(progress.started_by)
    batches.undo_batch(by=by, batch_id=UUID(batch_id), at=clock.now())
    return {"id": batch_id}
