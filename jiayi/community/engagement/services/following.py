"""What follows a merged resident: everything that was said under the merged record."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from jiayi.community.engagement.models import Appeal, Consent, Message, Note, Rating, SurveyInvitation
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.registry.people import services as people

ALL = (Message, Appeal, Note, Rating, Consent, SurveyInvitation)


@retrying_atomic
def repoint_voices(*, merge_id: UUID, kept_id: UUID, merged_id: UUID) -> None:
    """What was said under the merged record is the kept one's; consents and surveys that both answered stay."""
    for table, rows in _moving(kept_id, merged_id):
        ids = list(rows.values_list("id", flat=True))
        if ids:
            rows.model.objects.filter(id__in=ids).update(resident_id=kept_id)
            people.log_moved_rows(merge_id=merge_id, table=table, ids=ids)


def _moving(kept_id: UUID, merged_id: UUID) -> Iterator[tuple[str, QuerySet]]:
    for model in (Message, Appeal, Note, Rating):
        yield model._meta.db_table, model.objects.filter(resident_id=merged_id)
    known = Consent.objects.filter(resident_id=kept_id, until=None).values("purpose")
    consents = Consent.objects.filter(resident_id=merged_id)
    yield Consent._meta.db_table, consents.exclude(until=None, purpose__in=known)
    asked = SurveyInvitation.objects.filter(resident_id=kept_id).values("round_id")
    invitations = SurveyInvitation.objects.filter(resident_id=merged_id)
    yield SurveyInvitation._meta.db_table, invitations.exclude(round_id__in=asked)


@retrying_atomic
def point_voices_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]]) -> None:
    """Undo `repoint_voices`."""
    for model in ALL:
        rows = model.objects.filter(id__in=moved.get(model._meta.db_table, []), resident_id=kept_id)
        rows.update(resident_id=merged_id)
