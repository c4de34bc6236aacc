"""The long work of this room: a mailing written to its addressees."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress, register
from jiayi.registry.access.selectors import viewer_with_id

from .services import mailing


@register(mailing.KIND, title=gettext_noop("群发通知"), route="engagement:mailing")
def write(progress: Progress, mailing_id: str) -> dict[str, Any]:
    by = viewer_with_id(progress.started_by)
    mailing.write_mailing(by=by, mailing_id=UUID(mailing_id), at=clock.now(), say=progress)
    return {"id": mailing_id}
