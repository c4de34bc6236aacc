"""Write one row of history in the transaction of the act it tells of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.request import current
from jiayi.foundation.base.scrubbing import scrub, scrub_deep
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook

IDS_PER_ENTRY = 5_000


def record(
    *,
    by: Viewer,
    act: str,
    subject_kind: str = "",
    subject_ids: Iterable[object] = (),
    resident_ids: Iterable[UUID] = (),
    details: Mapping[str, Any] | None = None,
    on_behalf_of: UUID | None = None,
) -> None:
    """Record that by did act ("room.verb_noun") on the subjects, which concerns these residents.

    details holds field names and masked values only; what still looks like a personal number is taken out.
    on_behalf_of is the doctor an assistant acts for.
    """
    if act not in rulebook().acts:
        raise ValueError(f"the act {act!r} has no words in rulebook/acts")
    context = current()
    Entry.objects.create(
        at=clock.now(),
        actor_id=by.actor_id,
        actor_name=by.actor_name[:60],
        on_behalf_of=on_behalf_of,
        act=act,
        subject_kind=subject_kind,
        subject_ids=[_identifier(value) for value in subject_ids],
        resident_ids=list(resident_ids),
        details=scrub_deep(json.loads(json.dumps(details or {}, default=str))),
        request_id=context.id,
        address=context.address,
    )


def record_read(
    *, by: Viewer, act: str, resident_ids: Iterable[UUID], details: Mapping[str, Any] | None = None
) -> None:
    """Record that by was shown personal data of these residents: one row a request, whatever their number."""
    record(by=by, act=act, subject_kind="resident", resident_ids=resident_ids, details=details)


def record_reads(
    *, by: Viewer, act: str, resident_ids: Sequence[UUID], details: Mapping[str, Any] | None = None
) -> None:
    """The same of any number of residents (a list that leaves as a file), in entries of a bearable length."""
    for start in range(0, max(len(resident_ids), 1), IDS_PER_ENTRY):
        some = resident_ids[start : start + IDS_PER_ENTRY]
        record_read(by=by, act=act, resident_ids=some, details=details)


def _identifier(value: object) -> str:
    return str(value) if isinstance(value, UUID) else scrub(str(value))[:40]
