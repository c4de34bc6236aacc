"""Follow-ups of an order on the days that the rulebook sets for longer supplies."""

import datetime as dt

from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions.models import FollowUp, Prescription

LONGER_THAN, DAYS = "prescription.days_without_papers", "prescription.follow_up_days"


def plan_follow_ups(order: Prescription, *, on: dt.date) -> None:
    """Days within the order's term, for orders longer than four weeks."""
    schemes = organization.schemes_for(order.region_id, on)
    limit, days = find_value(LONGER_THAN, on, schemes), find_value(DAYS, on, schemes)
    if limit is None or days is None or order.days <= limit.value:
        return
    dates = [order.starts_on + dt.timedelta(days=number) for number in days.value if number < order.days]
    FollowUp.objects.bulk_create(
        [FollowUp(prescription=order, due_on=due_on) for due_on in dates], ignore_conflicts=True
    )
