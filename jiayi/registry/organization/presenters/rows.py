"""Rows of lists, and the columns of their exports."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.models import Device, Institution, Practitioner, Team
from jiayi.registry.organization.terms import (
    DeviceKind,
    DeviceStatus,
    EmploymentKind,
    InstitutionKind,
    InstitutionLevel,
    TeamTier,
    Title,
)
from jiayi.registry.organization.words import qualification_labels, role_labels, scheme_label


@dataclass(frozen=True)
class Row:
    """A row of a list: the thing's id, its words by column, and whether it is out of use."""

    id: UUID
    words: dict[str, Any]
    is_over: bool = False

    def __getattr__(self, name: str) -> Any:
        try:
            return self.words[name]
        except KeyError:
            raise AttributeError(name) from None


def institution_row(institution: Institution) -> Row:
    return Row(
        institution.id,
        {
            "code": institution.code,
            "name": institution.name,
            "kind": label_of(InstitutionKind, institution.kind),
            "level": label_of(InstitutionLevel, institution.level),
            "region": institution.region.name,
            "consortium": institution.consortium.name if institution.consortium else "",
            "phone": institution.phone,
            "hotline": institution.hotline,
            "hours": institution.hours,
            "online": institution.online,
            "address": institution.address,
            "state": gettext("已关闭") if institution.closed_on else gettext("在用"),
        },
        is_over=institution.closed_on is not None,
    )


def practitioner_row(person: Practitioner, on: date) -> Row:
    gone = person.left_on is not None and person.left_on < on
    return Row(
        person.id,
        {
            "name": person.name,
            "institution": person.institution.name,
            "roles": role_labels(person.roles),
            "title": label_of(Title, person.title),
            "employment": label_of(EmploymentKind, person.employment_kind),
            "qualifications": qualification_labels(person.qualifications),
            "speciality": person.speciality,
            "phone": person.phone,
            "joined_on": person.joined_on,
            "left_on": person.left_on,
            "state": gettext("已离岗") if gone else gettext("在岗"),
        },
        is_over=gone,
    )


def team_row(team: Team, on: date) -> Row:
    over = team.dissolved_on is not None and team.dissolved_on < on
    return Row(
        team.id,
        {
            "name": team.name,
            "institution": team.institution.name,
            "region": team.institution.region.name,
            "leader": team.leader.name,
            "tier": label_of(TeamTier, str(team.tier)),
            "members": team.member_count,
            "areas": team.area_count,
            "template": scheme_label(team.template),
            "phone": team.phone,
            "founded_on": team.founded_on,
            "dissolved_on": team.dissolved_on,
            "state": gettext("已解散") if over else gettext("服务中"),
        },
        is_over=over,
    )


def device_row(device: Device) -> Row:
    return Row(
        device.id,
        {
            "kind": label_of(DeviceKind, device.kind),
            "name": device.name,
            "model": device.model,
            "serial_number": device.serial_number,
            "institution": device.institution.name,
            "status_code": device.status,
            "status": label_of(DeviceStatus, device.status),
            "holder": device.holder.name if device.holder else "",
            "held_since": device.held_since,
            "acquired_on": device.acquired_on,
            "checked_on": device.checked_on,
        },
        is_over=device.status == DeviceStatus.RETIRED,
    )


def _columns(*pairs: tuple[str, str]) -> list[Column]:
    return [Column(title, lambda row, name=name: row.words[name]) for name, title in pairs]


INSTITUTION_COLUMNS = _columns(
    ("code", gettext_noop("机构代码")),
    ("name", gettext_noop("机构名称")),
    ("kind", gettext_noop("类别")),
    ("level", gettext_noop("级别")),
    ("region", gettext_noop("所在地区")),
    ("consortium", gettext_noop("医共体")),
    ("address", gettext_noop("地址")),
    ("phone", gettext_noop("电话")),
    ("hotline", gettext_noop("服务热线")),
    ("hours", gettext_noop("服务时间")),
    ("online", gettext_noop("线上服务入口")),
    ("state", gettext_noop("状态")),
)
PRACTITIONER_COLUMNS = _columns(
    ("name", gettext_noop("姓名")),
    ("institution", gettext_noop("机构")),
    ("roles", gettext_noop("角色")),
    ("title", gettext_noop("职称")),
    ("employment", gettext_noop("用工形式")),
    ("qualifications", gettext_noop("资格")),
    ("speciality", gettext_noop("专长")),
    ("phone", gettext_noop("工作电话")),
    ("joined_on", gettext_noop("到岗日期")),
    ("left_on", gettext_noop("离岗日期")),
    ("state", gettext_noop("状态")),
)
TEAM_COLUMNS = _columns(
    ("name", gettext_noop("团队")),
    ("institution", gettext_noop("机构")),
    ("region", gettext_noop("所在地区")),
    ("leader", gettext_noop("队长")),
    ("tier", gettext_noop("团队级别")),
    ("members", gettext_noop("成员数")),
    ("areas", gettext_noop("责任区域数")),
    ("template", gettext_noop("组队依据")),
    ("phone", gettext_noop("电话")),
    ("founded_on", gettext_noop("成立日期")),
    ("dissolved_on", gettext_noop("解散日期")),
    ("state", gettext_noop("状态")),
)
DEVICE_COLUMNS = _columns(
    ("kind", gettext_noop("种类")),
    ("name", gettext_noop("名称")),
    ("model", gettext_noop("型号")),
    ("serial_number", gettext_noop("编号")),
    ("institution", gettext_noop("机构")),
    ("status", gettext_noop("状态")),
    ("holder", gettext_noop("领用人")),
    ("held_since", gettext_noop("领用日期")),
    ("acquired_on", gettext_noop("购置日期")),
    ("checked_on", gettext_noop("检定日期")),
)
