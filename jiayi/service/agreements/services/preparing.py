"""Papers that wait to be signed: prepared, offered to the resident, signed at last, or taken back."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors.asking import asked_by
from jiayi.service.agreements.selectors.case import load_case
from jiayi.service.agreements.selectors.judging import judge
from jiayi.service.agreements.selectors.listing import visible
from jiayi.service.agreements.terms import UNSIGNED, Act, EndReason, SigningRequest, State

from .lapsing import cancel_unsigned, lock_waiting
from .racing import in_one_race
from .recording import record
from .signing import sign_case
from .telling import tell
from .writing import sign_written, write_unsigned


@retrying_atomic
def prepare_agreement(*, by: Viewer, asked: SigningRequest, on: dt.date, state: State = State.DRAFT) -> AgreementPaper:
    """Write a paper to be signed later (DRAFT), or one that the resident has still to confirm (PENDING).

    Judged as a signing of its day, so that nothing impossible is prepared; it takes no seat and binds nobody.
    """
    meant = asked_by(by, asked, on=on)
    case = load_case(asked, meant)
    judgement = judge(case)
    if not judgement.allowed:
        raise broken(judgement.breaches)
    paper, agreements = write_unsigned(by=by, case=case, judgement=judgement, state=state, on=on)
    record(by, "agreements.prepare_agreement", agreements, {"state": str(state), "number": paper.number})
    return paper


@retrying_atomic
def offer_agreement(*, by: Viewer, paper_id: UUID, on: dt.date) -> AgreementPaper:
    """Hand a draft to the resident for confirmation."""
    waiting = [one for one in _waiting(by, paper_id) if one.state == State.DRAFT]
    if not waiting:
        raise misshapen("E_NOT_WAITING")
    tell(Act.OFFER, by=by, on=on)
    Agreement.objects.filter(id__in=[one.id for one in waiting]).update(state=State.PENDING)
    record(by, "agreements.offer_agreement", waiting, {"on": on.isoformat()})
    return waiting[0].paper


def confirm_agreement(
    *, by: Viewer, paper_id: UUID, signed_on: dt.date, on: dt.date, resident_ids: Collection[UUID] = ()
) -> AgreementPaper:
    """The paper is signed: judged anew on the day, with every law of signing. LawBroken leaves it waiting.

    `resident_ids` names who of the household signs (everybody when left out); the others' rows become void.
    """
    return in_one_race(lambda: _confirm(by, paper_id, signed_on, on, set(resident_ids)))


def _confirm(by: Viewer, paper_id: UUID, signed_on: dt.date, on: dt.date, chosen: set[UUID]) -> AgreementPaper:
    waiting = _waiting(by, paper_id)
    if not waiting:
        raise misshapen("E_NOT_WAITING")
    signing = [one for one in waiting if not chosen or one.resident_id in chosen]
    if not signing or chosen - {one.resident_id for one in signing}:
        raise misshapen("E_NOT_OF_THE_HOUSEHOLD")
    cancel_unsigned(by, [one for one in waiting if one not in signing], EndReason.WITHDRAWN, "", on)
    asked = SigningRequest.from_plain(waiting[0].paper.asked).narrowed_to([one.resident_id for one in signing])
    asked = replace(asked, signed_on=signed_on)
    meant = asked_by(by, asked, on=on)
    return sign_case(by, asked, meant, on, lambda **judged: sign_written(waiting=signing, **judged))


@retrying_atomic
def withdraw_agreement(*, by: Viewer, paper_id: UUID, note: str, on: dt.date) -> int:
    """Take a paper back that nobody signed. Answers how many agreements became void."""
    waiting = _waiting(by, paper_id)
    if not waiting:
        raise misshapen("E_NOT_WAITING")
    cancel_unsigned(by, waiting, EndReason.WITHDRAWN, note, on)
    return len(waiting)


def _waiting(by: Viewer, paper_id: UUID) -> list[Agreement]:
    ids = list(visible(by, permissions.signs_with(by)).filter(paper_id=paper_id).values_list("id", flat=True))
    if not ids:
        raise NotVisible
    return lock_waiting(Agreement.objects.filter(id__in=ids, state__in=UNSIGNED))
