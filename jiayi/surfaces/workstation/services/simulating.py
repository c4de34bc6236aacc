"""Try out an adoption on the data of today, keep what comes of it, and adopt from it while it still holds."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.jobs import services as jobs
from jiayi.registry.organization import services as organization
from jiayi.registry.people import selectors as people
from jiayi.surfaces.workstation.models import AdoptionSimulation
from jiayi.surfaces.workstation.permissions import SCHEME_ADOPT
from jiayi.surfaces.workstation.selectors import basis_of, proposal_of, simulation_for, standing_of

from .effects import EFFECTS, Question

SIMULATE = "workstation.simulate_adoption"
STEPS = len(EFFECTS)
AT_ONCE = 20_000  # residents up to which nobody waits for the background
Say = Callable[[int], None]


def start_simulation(
    *,
    by: Viewer,
    region_code: str,
    schemes: Sequence[str],
    starts_on: dt.date,
    on: dt.date,
    at: dt.datetime,
    decided_by: str = "",
    note: str = "",
) -> AdoptionSimulation:
    """Keep the question, and work it out: at once for a small region, else in the background."""
    if not by.scope(SCHEME_ADOPT).holds_region(region_code):
        raise NotVisible
    with transaction.atomic():
        simulation = AdoptionSimulation.objects.create(
            region_id=region_code,
            schemes=list(schemes),
            starts_on=starts_on,
            decided_by=decided_by,
            note=note,
            on=on,
            started_by=by.actor_id,
            started_by_name=by.actor_name,
        )
        audit.record(
            by=by,
            act="workstation.start_simulation",
            subject_kind="simulation",
            subject_ids=[simulation.id],
            details={"region": region_code, "schemes": list(schemes), "starts_on": starts_on},
        )
        if _is_large(by, region_code):
            run = jobs.start(by=by, kind=SIMULATE, arguments={"simulation_id": str(simulation.id)})
            simulation.run_id = run.pk
            simulation.save(update_fields=["run_id", "updated_at"])
            return simulation
    return compute_simulation(by=by, simulation_id=simulation.id, at=at)


def _is_large(by: Viewer, region_code: str) -> bool:
    return people.residents(by, region=region_code).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def compute_simulation(
    *, by: Viewer, simulation_id: UUID, at: dt.datetime, say: Say = lambda done: None
) -> AdoptionSimulation:
    """Work a simulation out with what `by` may see; all of it is read from one state of the database."""
    with _one_state():
        simulation = simulation_for(by, simulation_id)
        asked = Question(by, proposal_of(simulation), simulation.on)
        found = {}
        for done, (name, effect) in enumerate(EFFECTS.items()):
            say(done)
            found[name] = effect(asked)
        simulation.result = found
        simulation.basis, simulation.computed_at = basis_of(asked.proposed), at
        simulation.save(update_fields=["result", "basis", "computed_at", "updated_at"])
    say(STEPS)
    return simulation


@contextmanager
def _one_state() -> Iterator[None]:
    """What others change meanwhile is not seen, so that all numbers belong together; inside a transaction, its own."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def adopt_simulated(*, by: Viewer, simulation_id: UUID, on: dt.date) -> AdoptionSimulation:
    """Adopt what was tried out, while the rules it was worked out by are still those in force."""
    with transaction.atomic():
        organization.hold_adoptions(simulation_for(by, simulation_id).region_id)
        simulation = simulation_for(by, simulation_id)  # as it is now that nobody else adopts
        if not standing_of(simulation, on).may_confirm:
            raise LawBroken("E_SIMULATION_STALE", _("规定或采用记录已有变化，请重新推演后再确认。"))
        organization.adopt_schemes(
            by=by,
            region_code=simulation.region_id,
            schemes=simulation.schemes,
            starts_on=simulation.starts_on,
            on=on,
            decided_by=simulation.decided_by,
            note=simulation.note,
        )
        simulation.adopted_on = on
        simulation.save(update_fields=["adopted_on", "updated_at"])
    return simulation
