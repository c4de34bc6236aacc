"""The duties of a leaver in groups, each with who takes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.selectors import Duties
from jiayi.registry.organization.terms import DeviceKind, ResponsibilityStep
from jiayi.registry.organization.words import role_label


@dataclass(frozen=True)
class DutyLine:
    """One duty: what it is, where, and the successor chosen so far; a device has none and goes to the store."""

    id: UUID
    title: str
    place: str
    successor_id: UUID | None


@dataclass(frozen=True)
class DutyGroup:
    """Duties of one kind."""

    title: str
    icon: str
    lines: list[DutyLine]
    needs_successor: bool = True


def duty_groups(duties: Duties, chosen: Mapping[UUID, UUID], default: UUID | None) -> list[DutyGroup]:
    """The groups that have a duty."""

    def line(duty, title: str, place: str) -> DutyLine:
        return DutyLine(duty.id, title, place, chosen.get(duty.id, default))

    groups = [
        DutyGroup(
            gettext("队长"), "star", [line(team, team.name, team.institution.name) for team in duties.leaderships]
        ),
        DutyGroup(
            gettext("团队成员"),
            "users-group",
            [line(row, row.team.name, role_label(row.role)) for row in duties.memberships],
        ),
        DutyGroup(
            gettext("责任区域"),
            "map-pin",
            [line(row, f"{row.region.name} {row.building or ''}".strip(), row.team.name) for row in duties.areas],
        ),
        DutyGroup(
            gettext("网格责任"),
            "hierarchy-2",
            [line(row, row.region.name, label_of(ResponsibilityStep, row.step)) for row in duties.responsibilities],
        ),
        DutyGroup(
            gettext("领用设备"),
            "briefcase",
            [line(device, device.name, label_of(DeviceKind, device.kind)) for device in duties.devices],
            needs_successor=False,
        ),
    ]
    return [group for group in groups if group.lines]
