"""What is asked when somebody signs or ends an agreement: shape alone, nothing looked up."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self
from uuid import UUID

from jiayi.foundation.core.choices import Choice

from .choices import Channel, Kind, Party, Unit


@dataclass(frozen=True, kw_only=True)
class SigningRequest:
    """One paper to be signed with one team.

    `resident_ids` are the members chosen; with `household_id` alone all its members who can be signed are.
    What is left out has its usual value: the responsible person of the residents' area (or the team's leader),
    the contact, the signer, the guardian on record, one course or the scheme's usual years. `package_holders` names
    by package the members who get it, where that is not everyone on the paper.
    """

    team_id: UUID
    packages: tuple[str, ...]
    signed_on: dt.date
    package_holders: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    resident_ids: tuple[UUID, ...] = ()
    household_id: UUID | None = None
    kind: str = Kind.FIRST
    unit: str = Unit.PERSON
    party: str = Party.TEAM
    responsible_person_id: UUID | None = None
    contact_person_id: UUID | None = None
    assistant_id: UUID | None = None
    signer_id: UUID | None = None
    signer_capacity: str = ""
    document_shown: str = ""
    sign_way: str = ""
    guardian_id: UUID | None = None
    guardian_name: str = ""
    guardian_relation: str = ""
    years: int | None = None
    course_days: int | None = None
    is_replacement: bool = False
    keeps_term: bool = False  # the replacement runs as long as what it replaces: another package, a corrected entry
    told_list: bool = False
    late_reason: str = ""
    channel: str = Channel.WORKSTATION

    def narrowed_to(self, resident_ids: Sequence[UUID]) -> Self:
        """The same for some of its residents: packages that were for others alone are left out."""
        holders = {code: tuple(one for one in ids if one in resident_ids) for code, ids in self.package_holders.items()}
        packages = tuple(code for code in self.packages if holders.get(code, True))
        holders = {code: ids for code, ids in holders.items() if ids}
        return replace(self, resident_ids=tuple(resident_ids), packages=packages, package_holders=holders)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_plain(cls, kept: dict[str, Any]) -> Self:
        """The request behind `plain()`."""
        read: dict[str, Any] = {name: UUID(kept[name]) if kept[name] else None for name in kept if name.endswith("_id")}
        read["resident_ids"] = tuple(map(UUID, kept["resident_ids"]))
        holders = kept.get("package_holders", {})
        read["package_holders"] = {code: tuple(map(UUID, ids)) for code, ids in holders.items()}
        return cls(**kept | read | {"packages": tuple(kept["packages"]), "signed_on": _day(kept["signed_on"])})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return str(value) if isinstance(value, UUID | dt.date | Choice) else value


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Guardian:
    """Who signs for the minors of a paper: one of the household, or somebody named with the relation to them."""

    id: UUID | None = None
    name: str = ""
    relation: str = ""


NO_GUARDIAN = Guardian()


@dataclass(frozen=True, kw_only=True)
class TerminationRequest:
    """Who wants an agreement to end, why, from which day (the day of entry when left out), and who agreed.

    `evidence` names the signed paper where the scheme asks for one.
    """

    requested_by: str
    reason: str
    confirmed_by_resident: bool = False
    confirmed_by_team: bool = False
    ended_on: dt.date | None = None
    evidence: str = ""
    note: str = ""
