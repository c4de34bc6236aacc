"""What was paid of deductibles within an episode."""

from uuid import UUID

from django.db.models import QuerySet, Sum

from jiayi.service.insurance.models import DeductiblePayment


def payments_of(episode_id: UUID) -> QuerySet[DeductiblePayment]:
    """The stays of an episode, the first first. The caller has found the episode for its viewer."""
    return DeductiblePayment.objects.filter(episode_id=episode_id).order_by("admitted_on", "id")


def deductible_paid(episode_id: UUID) -> int:
    """Fen paid within an episode so far."""
    return payments_of(episode_id).aggregate(paid=Sum("deductible_fen"))["paid"] or 0
