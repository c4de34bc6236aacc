"""Sign: judge by the rulebook, write under the constraints, move the counters, open what follows."""

import datetime as dt
from collections.abc import Callable

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.service.agreements.events import AgreementSigned
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors.asking import Asked, asked_by
from jiayi.service.agreements.selectors.caps import caps_on
from jiayi.service.agreements.selectors.case import Case, load_case
from jiayi.service.agreements.selectors.judging import judge
from jiayi.service.agreements.terms import SigningRequest

from . import loads
from .ending import end_replaced
from .following import follow_signing
from .racing import in_one_race
from .settling import settle
from .writing import write_paper

Writer = Callable[..., tuple[AgreementPaper, list[Agreement]]]


def sign_agreement(*, by: Viewer, asked: SigningRequest, on: dt.date) -> AgreementPaper:
    """Sign one paper: an agreement for each resident, all or none. `on` is the day of entry.

    NotVisible where the team or a resident is out of reach, BadShape for an impossible request, LawBroken with
    every breach and its reason. Whoever comes second to a seat is judged anew and hears why.
    """
    meant = asked_by(by, asked, on=on)
    return in_one_race(lambda: _sign(by, asked, meant, on))


def _sign(by: Viewer, asked: SigningRequest, meant: Asked, on: dt.date) -> AgreementPaper:
    return sign_case(by, asked, meant, on, write_paper)


def sign_case(by: Viewer, asked: SigningRequest, meant: Asked, on: dt.date, write: Writer) -> AgreementPaper:
    """Judge, end what is replaced, write, count and follow: within the caller's transaction."""
    if meant.household_id:
        loads.lock_households([meant.household_id])
    settle(by=by, resident_ids=meant.resident_ids, on=on)
    case = load_case(asked, meant)
    judgement = judge(case)
    if not judgement.allowed:
        raise broken(judgement.breaches)
    before = loads.seats_of(meant.resident_ids)
    replaced = end_replaced(case, judgement, by=by)
    paper, agreements = write(by=by, case=case, judgement=judgement, on=on)
    _move_loads(case, before)
    follow_signing(case, agreements, replaced, by=by, on=on)
    _record(by, case, paper, [agreement.id for agreement in agreements])
    events.publish(_signed(case, paper, agreements))
    return paper


def _move_loads(case: Case, before: loads.Seats) -> None:
    day = case.request.signed_on
    exclusive = find_value("agreement.one_team_per_household", day, case.schemes)
    loads.move(
        loads.Shift(
            before=before,
            after=loads.seats_of(case.asked.resident_ids),
            caps=caps_on(day, case.schemes, case.parties.doctor_role),
            team_id=case.team.id,
            is_exclusive=bool(exclusive and exclusive.value),
        )
    )


def _record(by: Viewer, case: Case, paper: AgreementPaper, agreement_ids: list) -> None:
    request, doctor_id = case.request, case.doctor.practitioner_id
    acts_for = case.asked.assistant_id is not None and case.asked.assistant_id != doctor_id
    audit.record(
        by=by,
        act="agreements.sign_agreement",
        subject_kind="agreement",
        subject_ids=agreement_ids,
        resident_ids=case.asked.resident_ids,
        on_behalf_of=doctor_id if acts_for else None,
        details={
            "number": paper.number,
            "team": str(case.team.id),
            "doctor": str(doctor_id),
            "assistant": str(case.asked.assistant_id) if acts_for else None,
            "kind": str(request.kind),
            "unit": str(request.unit),
            "packages": list(request.packages),
            "package_holders": {code: [str(one) for one in ids] for code, ids in request.package_holders.items()},
            "signed_on": request.signed_on.isoformat(),
            "is_replacement": request.is_replacement,
            "late_reason": request.late_reason,
        },
    )


def _signed(case: Case, paper: AgreementPaper, agreements: list) -> AgreementSigned:
    return AgreementSigned(
        paper_id=paper.id,
        agreement_ids=tuple(agreement.id for agreement in agreements),
        resident_ids=tuple(agreement.resident_id for agreement in agreements),
        team_id=case.team.id,
        region_code=case.region_code,
        kind=str(case.request.kind),
        signed_on=case.request.signed_on,
        starts_on=min(agreement.starts_on for agreement in agreements),
        ends_on=max(agreement.ends_on for agreement in agreements),
    )
