"""Messages: those of one resident, and the outbox of a place."""

from uuid import UUID

from django.db.models import QuerySet

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.terms import ChannelCode, MessageState
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus

MOST_SHOWN = 50
MOST_LETTERS = 200  # printed at a time


def messages(viewer: Viewer) -> QuerySet[Message]:
    """The outbox of the residents within reach, the latest first; not what stands on a page alone."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    reach = people.residents(viewer, on=clock.today()).order_by().values("pk")
    rows = Message.objects.exclude(channel=ChannelCode.IN_APP).filter(resident__in=reach)
    return rows.select_related("resident__region").order_by("-created_at", "-id")


def inbox_of(viewer: Viewer, resident_id: UUID) -> list[Message]:
    """What stands on a resident's page, the latest first; of a resident whom the viewer may see."""
    people.resident_for(viewer, resident_id)
    rows = Message.objects.filter(resident_id=resident_id, channel=ChannelCode.IN_APP)
    return list(rows.order_by("-created_at", "-id")[:MOST_SHOWN])


def unread_of(viewer: Viewer, resident_id: UUID) -> int:
    """How many of them are new."""
    people.resident_for(viewer, resident_id)
    return Message.objects.filter(resident_id=resident_id, channel=ChannelCode.IN_APP, read_at=None).count()


def letters_to_post(viewer: Viewer) -> list[Message]:
    """Letters that wait to be printed and posted, by village, the oldest first; none to the dead, none that is too
    late."""
    rows = messages(viewer).filter(channel=ChannelCode.LETTER, state=MessageState.WAITING)
    rows = rows.exclude(resident__status=ResidentStatus.DECEASED).exclude(expires_at__lte=clock.now())
    return list(rows.order_by("resident__region", "created_at", "id")[:MOST_LETTERS])
