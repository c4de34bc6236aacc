"""Change what an agreement promises while its term goes on: other packages, signed anew."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement, AgreementPaper
from jiayi.service.agreements.selectors.ending import already_ended
from jiayi.service.agreements.selectors.single import agreement_for
from jiayi.service.agreements.terms import IN_FORCE, Channel, SigningRequest, Unit

from .signing import sign_agreement


def change_request(agreement: Agreement, packages: Sequence[str], signed_on: dt.date, channel: str) -> SigningRequest:
    """The request to sign this agreement anew with other packages, everything else as it is."""
    return SigningRequest(
        team_id=agreement.team_id,
        packages=tuple(packages),
        signed_on=signed_on,
        resident_ids=(agreement.resident_id,),
        kind=agreement.kind,
        unit=Unit.PERSON,
        party=agreement.party,
        responsible_person_id=agreement.responsible_person_id,
        contact_person_id=agreement.contact_person_id,
        guardian_id=agreement.guardian_id,
        guardian_name=agreement.guardian_name,
        guardian_relation=agreement.guardian_relation,
        document_shown=agreement.paper.document_shown,
        is_replacement=True,
        keeps_term=True,
        channel=channel,
    )


def change_packages(
    *,
    by: Viewer,
    agreement_id: UUID,
    packages: Sequence[str],
    signed_on: dt.date,
    on: dt.date,
    channel: str = Channel.WORKSTATION,
) -> AgreementPaper:
    """Sign the agreement anew with other packages to the end of its term; the former one is `changed`.

    BadShape where nothing changes or it is no principal agreement, LawBroken with every breach of signing.
    """
    agreement = agreement_for(by, agreement_id, permission=permissions.signs_with(by))
    if agreement.state not in IN_FORCE:
        raise broken([already_ended(agreement)])
    if set(packages) == set(agreement.package_codes):
        raise misshapen("E_NOTHING_CHANGES", "packages")
    return sign_agreement(by=by, asked=change_request(agreement, packages, signed_on, channel), on=on)
