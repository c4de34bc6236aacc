"""Candidates for a team, its own institution's first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.models import Practitioner
from jiayi.registry.organization.terms import Title
from jiayi.registry.organization.words import qualification_labels, role_label


@dataclass(frozen=True)
class CandidateRow:
    """A person who may join: the roles to choose from, and what is chosen."""

    person: Practitioner
    roles: list[tuple[str, str]]
    role: str
    is_leader: bool
    title: str
    qualifications: str
    hours: str = ""  # a week, as typed


def candidate_rows(
    people: Iterable[Practitioner],
    chosen: Mapping[UUID, str],
    leader: UUID | None,
    institution_id: UUID,
    *,
    typed: Mapping[UUID, str],
) -> list[CandidateRow]:
    """Members chosen so far first, then the institution's own staff, then the neighbourhood; `typed` are hours."""
    rows = [
        CandidateRow(
            person=person,
            roles=[(role, role_label(role)) for role in person.roles],
            role=chosen.get(person.id, ""),
            is_leader=person.id == leader,
            title=label_of(Title, person.title),
            qualifications=qualification_labels(person.qualifications),
            hours=typed.get(person.id, ""),
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (not row.role, row.person.institution_id != institution_id))
