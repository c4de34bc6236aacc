"""A resident as the rest of the software sees them: over one resident alone, whoever acts."""

from dataclasses import dataclass, replace
from uuid import UUID

from jiayi.foundation.base.viewer import Scope

from .permissions import OWN, SESSIONS


@dataclass(frozen=True)
class ResidentViewer:
    """Who signed in (`actor`), and of whom the pages are (`subject`): themselves, or somebody they act for."""

    actor_id: UUID
    actor_name: str
    subject_id: UUID
    team_ids: tuple[UUID, ...] = ()  # of the subject's agreements in force: whose sessions can be booked
    extra: str = ""
    practitioner_id: None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        """Whether residents may do this at all with what is theirs; no region is."""
        return permission in OWN or permission == self.extra

    def scope(self, permission: str) -> Scope:
        """The one resident; of sessions, those of the team too."""
        if not self.can(permission):
            return Scope()
        teams = self.team_ids if permission in (*SESSIONS, self.extra) else ()
        return Scope(resident_ids=(self.subject_id,), team_ids=teams)

    def acting(self, permission: str) -> "ResidentViewer":
        """The same with one permission more, for one act on what is the resident's own."""
        return replace(self, extra=permission, team_ids=())

    def acting_with(self, permission: str, team_ids: tuple[UUID, ...]) -> "ResidentViewer":
        """The same for one act with these teams; the caller has found what it is about as the resident's own."""
        return replace(self, extra=permission, team_ids=team_ids)
