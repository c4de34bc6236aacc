"""What a practitioner answers for after a day, and who could take it over."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.periods import not_over
from jiayi.registry.organization.models import Area, Device, Practitioner, Responsibility, Team, TeamMember
from jiayi.registry.organization.selectors.composition import candidates_of
from jiayi.registry.organization.selectors.staff import active_on

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duties:
    """What is still open after a last day: leaderships, memberships, areas, steps of the grid, devices."""

    leaderships: list[Team]
    memberships: list[TeamMember]
    areas: list[Area]
    responsibilities: list[Responsibility]
    devices: list[Device]

    @property
    def count(self) -> int:
        parts = (self.leaderships, self.memberships, self.areas, self.responsibilities, self.devices)
        return sum(len(part) for part in parts)

    @property
    def needs_successor(self) -> bool:
        """Whether anything but devices, which go back to the store, is left."""
        return self.count > len(self.devices)


def duties_of(practitioner_id: UUID, last_day: date) -> Duties:
    """The duties of a practitioner that go on after the last day; five queries."""
    after = not_over(last_day + ONE_DAY)
    open_team = not_over(last_day + ONE_DAY, last="dissolved_on")
    led = Team.objects.filter(open_team, leader_id=practitioner_id)
    areas = Area.objects.filter(after, responsible_person_id=practitioner_id)
    members = TeamMember.objects.filter(after, practitioner_id=practitioner_id)
    steps = Responsibility.objects.filter(after, practitioner_id=practitioner_id)
    return Duties(
        leaderships=list(led.select_related("institution").order_by("name", "id")),
        memberships=list(members.select_related("team__institution").order_by("team__name", "role")),
        areas=list(areas.select_related("region", "building", "team").order_by("region_id", "building__name")),
        responsibilities=list(steps.select_related("region").order_by("step", "region_id")),
        devices=list(Device.objects.filter(holder_id=practitioner_id).order_by("kind", "name")),
    )


def successors_of(practitioner: Practitioner, last_day: date) -> QuerySet[Practitioner]:
    """Who could take over: the neighbourhood of the institution and the other members of the same teams."""
    first_day = last_day + ONE_DAY
    teams = TeamMember.objects.filter(not_over(first_day), practitioner=practitioner).values("team_id")
    colleagues = TeamMember.objects.filter(not_over(first_day), team_id__in=teams).values("practitioner_id")
    near = candidates_of(practitioner.institution, first_day).order_by().values("id")
    found = Practitioner.objects.filter(Q(id__in=near) | Q(id__in=colleagues), active_on(first_day))
    return found.exclude(id=practitioner.id).select_related("institution").order_by("name_pinyin", "id")
