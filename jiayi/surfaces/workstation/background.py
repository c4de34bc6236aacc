"""The long work of the workstation: adoptions tried out on a whole county."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress, register
from jiayi.registry.access.selectors import viewer_with_id

from . import services


@register(services.SIMULATE, title=gettext_noop("推演采用方案"), route="workstation:simulation")
def simulate(progress: Progress, simulation_id: str) -> dict[str, Any]:
    """The simulation as of the day it was asked on."""
    services.compute_simulation(
        by=viewer_with_id(progress.started_by),
        simulation_id=UUID(simulation_id),
        at=clock.now(),
        say=lambda done: progress.say(done=done, total=services.STEPS),
    )
    return {"id": simulation_id}
