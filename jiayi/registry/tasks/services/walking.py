"""Keep the order in which a team walks its villages and the households of each."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.tasks.models import RoadStop
from jiayi.registry.tasks.selectors.road import households_in_order, team_for_road, villages_in_order


@transaction.atomic
def order_villages(*, by: Viewer, team_id: UUID, codes: Sequence[str], on: dt.date) -> None:
    """The team's villages in this order; codes of villages that are not the team's are passed over."""
    team = team_for_road(by, team_id, on=on, to_write=True)
    own = {code for code, _name in villages_in_order(team.id, on)}
    stops = [
        RoadStop(team_id=team.id, region_id=code, position=place)
        for place, code in enumerate((code for code in dict.fromkeys(codes) if code in own), start=1)
    ]
    RoadStop.objects.filter(team_id=team.id, household=None).delete()
    _keep(stops)
    _record(by, team.id, {"villages": len(stops)})


@transaction.atomic
def order_households(*, by: Viewer, team_id: UUID, region_code: str, ids: Sequence[UUID], on: dt.date) -> None:
    """The households of one of the team's villages in this order; those not named come after, by address."""
    team = team_for_road(by, team_id, on=on, to_write=True)
    if region_code not in {code for code, _name in villages_in_order(team.id, on)}:
        raise NotVisible
    own = set(households_in_order(by, team.id, region_code).values_list("pk", flat=True))
    stops = [
        RoadStop(team_id=team.id, region_id=region_code, household_id=pk, position=place)
        for place, pk in enumerate((pk for pk in dict.fromkeys(ids) if pk in own), start=1)
    ]
    RoadStop.objects.filter(team_id=team.id, region_id=region_code, household__isnull=False).delete()
    _keep(stops)
    _record(by, team.id, {"region": region_code, "households": len(stops)})


def _keep(stops: list[RoadStop]) -> None:
    RoadStop.objects.bulk_create(
        stops, update_conflicts=True, unique_fields=["team", "region", "household"], update_fields=["position"]
    )


def _record(by: Viewer, team_id: UUID, details: dict[str, object]) -> None:
    audit.record(by=by, act="tasks.order_road", subject_kind="team", subject_ids=[team_id], details=details)
