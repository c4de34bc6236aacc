"""Keep what somebody is typing, so that a closed page or a broken line loses nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care.models import Draft
from jiayi.service.care.selectors.definitions import form_for, permission_for


@transaction.atomic
def save_draft(*, by: Viewer, resident_id: UUID, form: str, data: Mapping[str, Any]) -> None:
    """Keep the fields as they are typed: nothing is judged. One draft a person, resident and form."""
    definition = form_for(by, form, to_write=True)
    permission = permission_for(definition.restricted, to_write=True)
    resident = people.resident_for(by, resident_id, permission=permission)
    Draft.objects.update_or_create(
        author_id=by.actor_id, resident_id=resident.id, form=form, defaults={"data": dict(data)}
    )


def drop_draft(*, by: Viewer, resident_id: UUID, form: str) -> None:
    """Forget what was typed."""
    Draft.objects.filter(author_id=by.actor_id, resident_id=resident_id, form=form).delete()
