"""The long work of this room: coverage computed anew."""

from typing import Any

from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress, register
from jiayi.registry.access.selectors import viewer_with_id

from . import services


@register(services.COMPUTE, title=gettext_noop("重新计算签约覆盖率"), route="indicators:coverage")
def compute(progress: Progress, region_code: str) -> dict[str, Any]:
    """Coverage as of the day on which the work is done."""
    services.compute_coverage(
        by=viewer_with_id(progress.started_by),
        on=clock.today(),
        at=clock.now(),
        say=lambda done: progress.say(done=done, total=services.STEPS),
    )
    return {"id": region_code}
