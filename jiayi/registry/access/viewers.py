"""The viewer of a signed-in user: what their posts allow, and how far each post reaches."""

from dataclasses import dataclass, field
from uuid import UUID

from jiayi.foundation.base.viewer import Scope


@dataclass(frozen=True)
class HeldPost:
    """A post in force: its code, what it permits, and its reach as plain data."""

    code: str
    permissions: frozenset[str]
    reach: Scope


@dataclass(frozen=True)
class UserViewer:
    """A user as the rest of the software sees them, for one request."""

    actor_id: UUID
    actor_name: str
    practitioner_id: UUID | None = None
    posts: tuple[HeldPost, ...] = ()
    _scopes: dict[str, Scope] = field(default_factory=dict, compare=False, repr=False)

    def can(self, permission: str, region: str | None = None) -> bool:
        """Whether a post in force gives the permission (at all, or over this whole region)."""
        if region is None:
            return any(permission in post.permissions for post in self.posts)
        return self.scope(permission).holds_region(region)

    def scope(self, permission: str) -> Scope:
        """The union of what the posts that give the permission reach."""
        if permission not in self._scopes:
            self._scopes[permission] = _union([post.reach for post in self.posts if permission in post.permissions])
        return self._scopes[permission]

    def holds(self, *codes: str) -> bool:
        """Whether one of these posts is in force."""
        return any(post.code in codes for post in self.posts)


def _union(reaches: list[Scope]) -> Scope:
    return Scope(
        everything=any(reach.everything for reach in reaches),
        region_prefixes=_widest({prefix for reach in reaches for prefix in reach.region_prefixes}),
        institution_ids=tuple(sorted({id_ for reach in reaches for id_ in reach.institution_ids})),
        team_ids=tuple(sorted({id_ for reach in reaches for id_ in reach.team_ids})),
        resident_ids=tuple(sorted({id_ for reach in reaches for id_ in reach.resident_ids})),
    )


def _widest(prefixes: set[str]) -> tuple[str, ...]:
    """The prefixes that no other one covers, so that selectors build the shortest filter."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return tuple(kept)
