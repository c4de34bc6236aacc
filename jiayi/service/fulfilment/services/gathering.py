"""Gather what records prove in bulk: those that were copied in, or that an event was lost for."""

import datetime as dt
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.fulfilment.models import Entitlement
from jiayi.service.fulfilment.selectors.ungathered import orphaned, ungathered

from .following import restate_tasks
from .ledger import restate_ledger
from .standing import judge_standing

CHUNK = 2_000

_GATHER = """
    INSERT INTO fulfilment_doneservice (id, created_at, updated_at, resident_id, items, any_item, form, version, "on",
        mode, evidence, opinion, is_void, team_id, visit_id, note, entered_by, entered_by_name)
    SELECT record_id, now(), now(), resident_id, items,
        CASE WHEN mode = ANY(%(modes)s) AND form <> ALL(%(reports)s) THEN %(any_item)s ELSE '' END,
        form, version, "on", mode, evidence, '', false, team_id, visit_id, '', entered_by, entered_by_name
    FROM ({ungathered}) AS ungathered
    ON CONFLICT (id) DO UPDATE SET (resident_id, items, any_item, form, version, "on", mode, evidence, is_void, team_id,
        visit_id, opinion, updated_at) = (excluded.resident_id, excluded.items, excluded.any_item, excluded.form,
        excluded.version, excluded."on", excluded.mode, excluded.evidence, false, excluded.team_id, excluded.visit_id,
        CASE WHEN fulfilment_doneservice."on" = excluded."on" THEN fulfilment_doneservice.opinion ELSE '' END, now())
    RETURNING resident_id
"""
_VOID = """
    UPDATE fulfilment_doneservice AS done SET is_void = true, updated_at = now()
    FROM ({orphaned}) AS orphaned WHERE orphaned.service_id = done.id RETURNING done.resident_id
"""


def gather_records(*, by: Viewer, on: dt.date) -> int:
    """Take in every record that counts and is not here yet, and let go of those that count no more; answers how many.

    What any service counts for is that of the national rules: schemes that change it do so record by record.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_GATHER.format(ungathered=ungathered()), _any_item(on))
        changed = [resident_id for (resident_id,) in cursor.fetchall()]
        cursor.execute(_VOID.format(orphaned=orphaned()))
        changed += [resident_id for (resident_id,) in cursor.fetchall()]
        if changed:
            audit.record(by=by, act="fulfilment.gather_records", details={"count": len(changed), "on": on.isoformat()})
    residents = sorted(set(changed))
    for start in range(0, len(residents), CHUNK):
        _follow(residents[start : start + CHUNK], on)
    return len(changed)


@transaction.atomic
def _follow(residents: list[UUID], on: dt.date) -> None:
    touched = restate_ledger(residents)
    restate_tasks(touched, on=on)
    running = Entitlement.objects.filter(resident_id__in=residents, is_withdrawn=False, ends_on__gte=on)
    judge_standing({*touched, *running.values_list("agreement_id", flat=True)}, on=on)


def _any_item(on: dt.date) -> dict[str, object]:
    found = find_value("effective.any_item", on, organization.schemes_for("", on))
    item = rulebook().items.get(str(found.value)) if found else None
    reports = [one.form for one in rulebook().forms.values() if not one.is_service]
    code, modes = (str(found.value), list(item.modes)) if found and item else ("", [])
    return {"reports": reports, "any_item": code, "modes": modes}
