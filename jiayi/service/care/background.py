"""The long work of this room: workbooks of historic records tried, imported and taken back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress, register
from jiayi.registry.access.selectors import viewer_with_id

from .forms import RecordForm
from .services import batches

PAGE = "care:import"


@register(batches.CHECK, title=gettext_noop("试导入历史记录"), route=PAGE)
def check(progress: Progress, batch_id: str) -> dict[str, Any]:
    by, batch = viewer_with_id(progress.started_by), UUID(batch_id)
    batches.check_batch(by=by, batch_id=batch, reader=RecordForm, at=clock.now(), say=progress)
    return {"id": batch_id}


@register(batches.IMPORT, title=gettext_noop("导入历史记录"), route=PAGE)
def import_(progress: Progress, batch_id: str) -> dict[str, Any]:
    by, batch = viewer_with_id(progress.started_by), UUID(batch_id)
    batches.import_batch(by=by, batch_id=batch, reader=RecordForm, at=clock.now(), say=progress)
    return {"id": batch_id}


@register(batches.UNDO, title=gettext_noop("撤销历史记录导入"), route=PAGE)
def undo(progress: Progress, batch_id: str) -> dict[str, Any]:
    batches.undo_batch(by=viewer_with_id(progress.started_by), batch_id=UUID(batch_id), at=clock.now())
    return {"id": batch_id}
