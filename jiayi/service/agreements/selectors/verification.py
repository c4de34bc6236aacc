"""What a paper's verification code opens to the public: no more than stands on the paper, names masked."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jiayi.service.agreements.models import AgreementPaper
from jiayi.service.agreements.terms import IN_FORCE


@dataclass(frozen=True)
class VerifiedPaper:
    """A paper as anyone who holds it may verify it."""

    number: str
    institution: str
    team: str
    responsible_person: str
    signed_on: dt.date
    members: tuple[tuple[str, str, dt.date, dt.date], ...]  # masked name, state, first and last day

    @property
    def is_in_force(self) -> bool:
        """Whether it still binds for anybody on it."""
        return any(state in IN_FORCE for _name, state, _from, _to in self.members)


def verified_paper(code: str) -> VerifiedPaper | None:
    """The paper with this code, or None."""
    paper = AgreementPaper.objects.filter(verification_code=code).first()
    if paper is None:
        return None
    rows = paper.agreements.select_related("resident", "institution", "team", "responsible_person")
    agreements = list(rows.order_by("resident__birth_date", "id"))
    if not agreements:
        return None
    first = agreements[0]
    return VerifiedPaper(
        number=paper.number,
        institution=first.institution.name,
        team=first.team.name,
        responsible_person=first.responsible_person.name,
        signed_on=paper.signed_on,
        members=tuple((masked_name(one.resident.name), one.state, one.starts_on, one.ends_on) for one in agreements),
    )


def signer_of_code(code: str) -> UUID | None:
    """Who signed the paper with this code: for the sign-in of residents, which tells nobody."""
    return AgreementPaper.objects.filter(verification_code=code).values_list("signer_id", flat=True).first()


def masked_name(name: str) -> str:
    """The first character and a star for each that follows."""
    return name[:1] + "*" * (len(name) - 1)
