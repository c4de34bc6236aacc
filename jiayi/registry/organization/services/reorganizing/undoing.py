"""Undo an act over many, as long as nothing was built on it."""

from datetime import date, datetime
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import StillBuiltOn, restore
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.events import ReorganizationUndone
from jiayi.registry.organization.models import (
    Area,
    Building,
    Consortium,
    Device,
    Institution,
    Practitioner,
    Region,
    Reorganization,
    Responsibility,
    Team,
    TeamMember,
)
from jiayi.registry.organization.permissions import REORGANIZE, require_at
from jiayi.registry.organization.services.laws import breach, misshapen, refuse

# A record of any other table, in words.
_A_RECORD = ("相关业务", "records")  # data, not for translation

# What leans on what: rows that point at others are taken back first.
_TABLES = (
    Area,
    TeamMember,
    Responsibility,
    Device,
    Building,
    Institution.service_regions.through,
    Team,
    Practitioner,
    Consortium,
    Institution,
    Region,
)


@retrying_atomic
def undo_reorganization(*, by: Viewer, act_id: UUID, reason: str, on: date, at: datetime) -> Reorganization:
    """Take an act back in every room. Refuses, naming what, where something was built on it since."""
    act = Reorganization.objects.select_for_update(of=("self",)).select_related("institution").filter(id=act_id).first()
    if act is None:
        raise NotVisible
    require_at(by, REORGANIZE, act.institution)
    if act.undone_at is not None:
        refuse(breach("B_ALREADY_UNDONE", on=on))
    if not reason.strip():
        misshapen(breach("E_REASON_REQUIRED", on=on))
    try:
        events.publish(ReorganizationUndone(act.id, on))
        for table in _TABLES:
            restore(act.id, table)
    except StillBuiltOn as built:
        refuse(breach("B_BUILT_ON", on=on, count=built.count, **_words_of(built.table)))
    act.undone_at, act.undone_by_name, act.undone_reason = at, by.actor_name[:60], reason.strip()[:200]
    act.save()
    audit.record(
        by=by,
        act="organization.undo_reorganization",
        subject_kind="reorganization",
        subject_ids=[act.id],
        details={"kind": act.kind, "reason": act.undone_reason},
    )
    return act


def _words_of(table: str) -> dict[str, str]:
    """What the glossary calls the rows of a table, in both languages."""
    term = rulebook().glossary.get(table.partition("_")[2])
    zh, en = (term.zh, term.en) if term else _A_RECORD
    return {"table": zh, "table_en": en}
