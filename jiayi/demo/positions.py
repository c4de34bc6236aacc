"""Where some home visits were, kept with consent: of a diligent team in its villages, of a forging one far off."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.registry.organization.services import place_village
from jiayi.service.care.models import Proof, Record

from .county import BY, Township
from .styles import DILIGENT, HUGGING, Style

_VISITS, _REACH = 8, 1_500
_MIDDLE, _STEP = (Decimal("32.250000"), Decimal("109.500000")), Decimal("0.03")
_NEAR, _FAR = Decimal("0.004"), Decimal("0.06")  # degrees of latitude: some 450 metres, and almost seven kilometres


def keep_positions(townships: Sequence[Township], styles: Mapping[UUID, Style]) -> None:
    """Middles of the villages of two townships, and positions of the latest home visits of a team in each."""
    for style, away in ((DILIGENT, _NEAR), (HUGGING, _FAR)):
        found = [(town, team) for town in townships for team in town.teams if styles[team] is style]
        if found:
            town, team = found[0]
            middles = _place(town, townships.index(town))
            visits = Record.objects.filter(team_id=team, mode="home", is_restricted=False, region_id__in=middles)
            Proof.objects.bulk_create(
                _position(visit, *middles[visit.region_id], away)
                for visit in visits.order_by("-visit_on", "id")[:_VISITS]
            )


def _place(town: Township, number: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Made-up middles, in rows from south to north and from west to east."""
    middles = {}
    for place, village in enumerate(town.villages):
        middle = (_MIDDLE[0] + _STEP * number * 4, _MIDDLE[1] + _STEP * place)
        place_village(by=BY, region_code=village.code, latitude=middle[0], longitude=middle[1], reach=_REACH)
        middles[village.code] = middle
    return middles


def _position(visit: Record, latitude: Decimal, longitude: Decimal, away: Decimal) -> Proof:
    return Proof(
        record=visit,
        kind="position",
        latitude=latitude + away,
        longitude=longitude,
        accuracy=15,
        consented=True,
        taken_at=datetime.combine(visit.visit_on, time(10), clock.SHANGHAI),
        taken_by_name="随访人员",  # data, not for translation
    )
