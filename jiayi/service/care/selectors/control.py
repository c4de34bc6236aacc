"""How many in the programmes of a region are managed and controlled, by their last visit within a year."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import F

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Enrolment, RecordVersion
from jiayi.service.care.terms import EnrolmentState, RecordState

RULES = {"hypertension": "care.hypertension.classify", "diabetes": "care.diabetes.classify"}
CONTROLLED = "controlled"


@dataclass(frozen=True)
class Control:
    """Of one programme: how many are in it, how many were seen within a year, how many of these were controlled."""

    programme: str
    managed: int
    seen: int
    controlled: int


def control_of(viewer: Viewer, region: str, *, on: dt.date) -> list[Control]:
    """Every programme of a region that has somebody in it. NotVisible for a region out of reach; three queries."""
    if not viewer.scope(permissions.READ).holds_region(region):
        raise NotVisible
    rows = people.in_region(Enrolment.objects.all(), region).exclude(state=EnrolmentState.CLOSED)
    managed = Counter(rows.order_by().values_list("programme", flat=True))
    seen = {code: _seen(region, rule, on) for code, rule in RULES.items() if managed[code]}
    return [
        Control(code, count, sum(seen[code].values()) if code in seen else 0, seen.get(code, Counter())[CONTROLLED])
        for code, count in sorted(managed.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _seen(region: str, rule: str, on: dt.date) -> Counter[str]:
    """What the decision said at each resident's last visit within a year."""
    found = RecordVersion.objects.filter(
        in_region(region, "record__region"),
        number=F("record__version"),
        record__state=RecordState.CURRENT,
        record__visit_on__gt=add_months(on, -12),
        record__visit_on__lte=on,
        outcomes__has_key=rule,
    )
    last = found.order_by("record__resident_id", "-record__visit_on", "-record_id").distinct("record__resident_id")
    return Counter(outcomes[rule].get("classification", "") for outcomes in last.values_list("outcomes", flat=True))
