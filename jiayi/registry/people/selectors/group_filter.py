"""Which residents belong to a group, as a condition of a query."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from jiayi.foundation.core.dates import add_months
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.models import GroupMembership
from jiayi.registry.people.terms import age_in_months
from jiayi.registry.people.visibility import is_open

MATERNAL = "maternal"
AGE_LIMITS = {"elderly": "group.elderly_age", "child": "group.child_age"}


def is_derived_by_age(group: str) -> bool:
    """Whether only the calendar makes one a member; what a roster said once of age is not asked."""
    return group in AGE_LIMITS


class ExistsForEach(Exists):
    """EXISTS that is looked up row by row: in an OR, PostgreSQL would first read all that the subquery could find."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


def in_group(group: str, region: str, on: date) -> Q:
    """Members of a group on a day, under the schemes of the region ("" for the national rules alone)."""
    return in_any_group((group,), region, on)


def in_any_group(groups: Sequence[str], region: str, on: date, *, schemes: Sequence[str] | None = None) -> Q:
    """Members of at least one of the groups, as `in_group`; who knows the schemes of the region says them."""
    schemes = _schemes(region, on) if schemes is None else schemes
    by_age = [_by_age(group, schemes, on) for group in groups if is_derived_by_age(group)]
    recorded = [group for group in groups if not is_derived_by_age(group) and group in rulebook().groups]
    found = reduce(or_, by_age, Q(pk__in=()))
    if not recorded:
        return found
    members = GroupMembership.objects.filter(is_open(on), resident_id=OuterRef("pk"), group__in=recorded)
    if MATERNAL in recorded:
        members = members.filter(~Q(group=MATERNAL) | _is_maternal(schemes, on))
    return found | Q(ExistsForEach(members)) if by_age else Q(Exists(members))


def _schemes(region: str, on: date) -> list[str]:
    return organization.schemes_for(region, on) if region else [organization.NATIONAL]


def _by_age(group: str, schemes: Sequence[str], on: date) -> Q:
    limit = value_on(AGE_LIMITS[group], on, schemes)
    if group == "elderly":
        return Q(birth_date__lte=latest_birth(on, age_in_months(limit)))
    return Q(birth_date__gt=latest_birth(on, age_in_months(limit, and_the_last=True)))


def latest_birth(on: date, months: int) -> date:
    """The last birth date at which so many months are completed on the day (core.dates counts so)."""
    day = add_months(on, -months)
    return day - timedelta(days=1) if add_months(day, months) > on else day


def _is_maternal(schemes: Sequence[str], on: date) -> Q:
    days = value_on("group.maternal_days", on, schemes)
    return Q(delivered_on=None) | Q(delivered_on__gte=on - timedelta(days=days), delivered_on__lte=on)
