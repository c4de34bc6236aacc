"""Sign and renew on one's own page: the papers and laws are those of agreements, the proof is a code to the phone."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.service.agreements import services as agreements
from jiayi.service.agreements.terms import RUNNING, Channel, Kind, SigningRequest, SignWay, State
from jiayi.surfaces.portal.permissions import SIGN
from jiayi.surfaces.portal.selectors import own_agreement, own_paper
from jiayi.surfaces.portal.viewers import ResidentViewer


def ask_renewal(*, by: ResidentViewer, agreement_id: UUID, on: dt.date) -> Any:
    """A renewal that waits for the resident's signature: same team, doctor and packages. Answers the paper."""
    former = own_agreement(by, agreement_id)
    if former.state not in RUNNING or former.kind == Kind.SUPPLEMENTARY:
        raise NotVisible
    asked = SigningRequest(
        team_id=former.team_id,
        packages=tuple(former.package_codes),
        signed_on=on,
        resident_ids=(by.subject_id,),
        kind=Kind.RENEWAL,
        responsible_person_id=former.responsible_person_id,
        signer_id=by.subject_id,
        signer_capacity="self",
        sign_way=SignWay.ACTIVE,
        channel=Channel.PORTAL,
    )
    return agreements.prepare_agreement(by=signing(by, former.team_id), asked=asked, on=on, state=State.PENDING)


def send_signing_code(*, by: ResidentViewer, paper_id: UUID, at: dt.datetime) -> None:
    """Send the code of a paper that the subject signs."""
    own = own_paper(by, paper_id)
    agreements.send_code(by=signing(by, own.team_id), paper_id=paper_id, at=at)


def sign_paper(*, by: ResidentViewer, paper_id: UUID, code: str, on: dt.date, at: dt.datetime) -> Any:
    """The code was answered: the paper is signed today, judged by every law of signing."""
    own = own_paper(by, paper_id)
    viewer = signing(by, own.team_id)
    return agreements.sign_by_code(by=viewer, paper_id=paper_id, code=code, signed_on=on, on=on, at=at)


def signing(by: ResidentViewer, team_id: UUID) -> ResidentViewer:
    """The viewer for one signature with this team: the caller has found the paper as the subject's own."""
    return by.acting_with(SIGN, (team_id,))
