"""Look-ups outside of the scope, for the weekly review."""

from django.db.models import QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import PersonLookup

AUDIT_READ = "audit_read"


def lookups(viewer: Viewer) -> QuerySet[PersonLookup]:
    """One's own look-ups; all of them for who may read the audit. The newest first."""
    rows = PersonLookup.objects.order_by("-at", "-id")
    return rows if viewer.can(AUDIT_READ) else rows.filter(user_id=viewer.actor_id)
