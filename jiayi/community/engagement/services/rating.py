"""Rate a service."""

import datetime as dt
from uuid import UUID

from jiayi.community.engagement.models import Rating
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.fulfilment import selectors as fulfilment


@retrying_atomic
def rate_service(*, by: Viewer, service_id: UUID, stars: int, note: str, on: dt.date) -> Rating:
    """One to five stars for a service of a resident whom the viewer may see; a new rating replaces the former."""
    done = fulfilment.service_for(by, service_id)
    if not 1 <= stars <= 5:
        raise misshapen("E_RATING_STARS", "stars")
    values = {"resident_id": done.resident_id, "stars": stars, "note": note.strip()[:200], "rated_on": on}
    rating, _made = Rating.objects.update_or_create(service_id=done.id, defaults=values)
    audit.record(
        by=by,
        act="engagement.rate_service",
        subject_kind="done_service",
        subject_ids=[done.id],
        resident_ids=[done.resident_id],
        details={"stars": stars},
    )
    return rating
