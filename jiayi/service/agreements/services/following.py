"""What follows from a change of agreements: tasks, care relations, closed refusals."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import services as people
from jiayi.registry.people.terms import PlaceKind, Purpose, RelationToOpen
from jiayi.registry.tasks import services as tasks
from jiayi.service.agreements import due_tasks
from jiayi.service.agreements.events import AgreementsRestated
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.selectors.case import Case
from jiayi.service.agreements.terms import IN_FORCE

SOURCES = (
    due_tasks.renewal_notices,
    due_tasks.service_lists_to_tell,
    due_tasks.records_to_open,
    due_tasks.residents_to_sign,  # whose subject is the resident
)


def follow_signing(
    case: Case, agreements: list[Agreement], replaced: list[Agreement], *, by: Viewer, on: dt.date
) -> None:
    """Let the places see the residents, close refusals, and state what is due now."""
    close_relations(replaced, by=by, on=on)
    open_relations([agreement for agreement in agreements if agreement.state in IN_FORCE], by=by)
    residents = [agreement.resident_id for agreement in agreements]
    open_refusals = Refusal.objects.filter(resident_id__in=residents, withdrawn_on=None)
    open_refusals.update(withdrawn_on=Greatest(F("refused_on"), case.request.signed_on))
    before = [one for signatory in case.signatories for one in signatory.in_force]
    restate_tasks([*before, *agreements], on=on, outcome="signed")


def open_relations(agreements: Iterable[Agreement], *, by: Viewer, since: dt.date | None = None) -> None:
    """The institution, the team and the responsible person may see the residents while the papers hold."""
    relations = [
        RelationToOpen(
            resident_id=agreement.resident_id,
            place_kind=kind,
            place_id=place_id,
            purpose=Purpose.AGREEMENT,
            subject_id=agreement.paper_id,
            since=since or agreement.signed_on,
        )
        for agreement in agreements
        for kind, place_id in _places(agreement)
    ]
    people.open_relations(by=by, relations=relations)


def _places(agreement: Agreement) -> list[tuple[str, UUID]]:
    return [
        (PlaceKind.INSTITUTION, agreement.institution_id),
        (PlaceKind.TEAM, agreement.team_id),
        (PlaceKind.PRACTITIONER, agreement.responsible_person_id),
    ]


def close_relations(agreements: Iterable[Agreement], *, by: Viewer, on: dt.date) -> None:
    """The places of ended agreements see the residents through these papers no longer."""
    held = {(agreement.resident_id, agreement.paper_id) for agreement in agreements}
    people.close_relations(by=by, purpose=Purpose.AGREEMENT, held=held, until=on)


def restate_duties(resident_ids: Collection[UUID], *, on: dt.date, outcome: str) -> None:
    """State anew who of these residents is to be visited and signed."""
    sources = (due_tasks.residents_to_sign,)
    tasks.restate_tasks(subject_ids=resident_ids, sources=sources, on=on, outcome=outcome)


def restate_tasks(agreements: Collection[Agreement], *, on: dt.date, outcome: str) -> None:
    """Open what these agreements and their papers make due now, and close what they do no longer; other rooms hear."""
    subjects = {subject for one in agreements for subject in (one.id, one.paper_id, one.resident_id)}
    tasks.restate_tasks(subject_ids=subjects, sources=SOURCES, on=on, outcome=outcome)
    if agreements:
        events.publish(AgreementsRestated(tuple(sorted({one.id for one in agreements})), on))
