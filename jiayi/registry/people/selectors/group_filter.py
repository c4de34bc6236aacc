"""Which residents belong to a group, as a condition of a query."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from jiayi.foundation.core.dates import add_months
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.models import GroupMembership
from jiayi.registry.people.visibility import is_open

MATERNAL = "maternal"
AGE_LIMITS = {"elderly": "group.elderly_age", "child": "group.child_age"}


def is_derived_by_age(group: str) -> bool:
    """Whether only the calendar makes one a member; what a roster said once of age is not asked."""
    return group in AGE_LIMITS


def in_group(group: str, region: str, on: date) -> Q:
    """Members of a group on a day, under the schemes of the region ("" for the national rules alone)."""
    if is_derived_by_age(group):
        return _by_age(group, region, on)
    if group not in rulebook().groups:
        return Q(pk__in=())
    members = GroupMembership.objects.filter(is_open(on), resident_id=OuterRef("pk"), group=group)
    if group == MATERNAL:
        members = members.filter(_is_maternal(region, on))
    return Q(Exists(members))


def _schemes(region: str, on: date) -> list[str]:
    return organization.schemes_for(region, on) if region else [organization.NATIONAL]


def _by_age(group: str, region: str, on: date) -> Q:
    limit = value_on(AGE_LIMITS[group], on, _schemes(region, on))
    in_months = limit.get("months") is not None
    months = limit["months"] if in_months else limit["years"] * 12
    if group == "elderly":
        return Q(birth_date__lte=latest_birth(on, months))
    return Q(birth_date__gt=latest_birth(on, months + (1 if in_months else 12)))


def latest_birth(on: date, months: int) -> date:
    """The last birth date at which so many months are completed on the day (core.dates counts so)."""
    day = add_months(on, -months)
    return day - timedelta(days=1) if add_months(day, months) > on else day


def _is_maternal(region: str, on: date) -> Q:
    days = value_on("group.maternal_days", on, _schemes(region, on))
    return Q(delivered_on=None) | Q(delivered_on__gte=on - timedelta(days=days), delivered_on__lte=on)
