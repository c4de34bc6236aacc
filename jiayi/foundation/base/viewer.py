"""Who looks and acts: the interface that lower rooms ask, implemented by the access room."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Scope:
    """What a viewer may reach with one permission, as plain data; empty means nothing."""

    everything: bool = False
    region_prefixes: tuple[str, ...] = ()
    institution_ids: tuple[UUID, ...] = ()
    team_ids: tuple[UUID, ...] = ()
    resident_ids: tuple[UUID, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (
            self.everything or self.region_prefixes or self.institution_ids or self.team_ids or self.resident_ids
        )

    def holds_region(self, code: str) -> bool:
        """Whether the region with this code lies wholly inside the scope's regions."""
        return self.everything or any(code.startswith(prefix) for prefix in self.region_prefixes)


class Viewer(Protocol):
    """A signed-in person, a token's owner, or the system itself."""

    actor_id: UUID | None
    actor_name: str
    practitioner_id: UUID | None

    def can(self, permission: str, region: str | None = None) -> bool:
        """Whether the permission is held (at all, or over this whole region)."""
        ...

    def scope(self, permission: str) -> Scope:
        """What the permission reaches."""
        ...


@dataclass(frozen=True)
class SystemViewer:
    """The software acting by itself: commands and jobs that no person started."""

    actor_name: str = "system"
    actor_id: None = None
    practitioner_id: None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        return True

    def scope(self, permission: str) -> Scope:
        return Scope(everything=True)


@dataclass(frozen=True)
class Nobody:
    """A visitor who has not signed in: may do nothing."""

    actor_name: str = ""
    actor_id: None = None
    practitioner_id: None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        return False

    def scope(self, permission: str) -> Scope:
        return Scope()
