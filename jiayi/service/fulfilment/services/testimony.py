"""What the resident says of a service."""

from jiayi.service.fulfilment.models import DoneService, Testimony


def opinion_about(done: DoneService) -> str:
    """The latest opinion about the day on which the service is said to have been done; empty where there is none."""
    said = Testimony.objects.filter(service_id=done.id, about=done.on).order_by("-created_at", "-id")
    return said.values_list("opinion", flat=True).first() or ""
