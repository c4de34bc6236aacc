"""Find a person outside of one's scope by the exact number, with a reason, seldom, and on record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.transactions import one_at_a_time, retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core import national_id
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.faults import breach, misshapen, too_many
from jiayi.registry.people.models import PersonLookup, Resident
from jiayi.registry.people.permissions import RESIDENT_LOOKUP, require
from jiayi.registry.people.sealing import national_id_index
from jiayi.registry.people.terms import LookupReason
from jiayi.registry.people.wording import free_text

COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """What a look-up tells: that there is a record, a masked name, and the county it is kept in."""

    masked_name: str
    county: str


def find_by_national_id(*, by: Viewer, number: str, reason: str, explanation: str) -> FoundPerson | None:
    """The person with exactly this number, or None; the same work is done and recorded for both.

    Raises NotVisible without the permission, BadShape without a reason, TooMany beyond the limits of the settings.
    """
    require(by, RESIDENT_LOOKUP)
    if reason not in list(LookupReason) or not explanation.strip():
        raise misshapen([breach("E_LOOKUP_REASON", "reason")])
    parsed = national_id.parse(number, clock.today())
    if not parsed.valid or not parsed.number:
        raise misshapen([breach(parsed.codes[-1], "national_id")])
    resident = Resident.objects.filter(national_id_index=national_id_index(parsed.number), merged_into=None).first()
    count_lookup(by=by, resident=resident, reason=reason, explanation=explanation)
    counties = organization.region_names([resident.region_id[:COUNTY_DIGITS] if resident else ""])
    if resident is None:
        return None
    return FoundPerson(masked_name(resident.name), next(iter(counties.values()), ""))


@retrying_atomic
def count_lookup(*, by: Viewer, resident: Resident | None, reason: str, explanation: str) -> None:
    """Record one look-up, or refuse it where the viewer has made too many; the refused are not counted."""
    now = clock.now()
    one_at_a_time("people_lookup", by.actor_id)  # or two requests at once would both see the last free place
    _require_within_limits(by, now)
    lookup = PersonLookup.objects.create(
        user_id=by.actor_id, at=now, reason=str(reason), explanation=free_text(explanation), resident=resident
    )
    audit.record_read(
        by=by,
        act="people.find_by_national_id",
        resident_ids=[resident.id] if resident else [],
        details={"reason": str(reason), "lookup": lookup.id, "found": resident is not None},
    )


def _require_within_limits(by: Viewer, now: datetime) -> None:
    for count, seconds in settings.PERSON_LOOKUP_LIMITS:
        since = now - timedelta(seconds=seconds)
        if PersonLookup.objects.filter(user_id=by.actor_id, at__gt=since).count() >= count:
            raise too_many()


def masked_name(name: str) -> str:
    """The first character, and a star for each other: 张小明 is 张**."""
    return name[:1] + "*" * (len(name) - 1)
