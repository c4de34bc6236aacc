"""What the pages of one thing show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.rulebook import ValueInForce
from jiayi.foundation.ui.wording import label_of, word_of
from jiayi.registry.organization.models import Area, Institution, Practitioner, Team
from jiayi.registry.organization.presenters.publication import public_fields_shown
from jiayi.registry.organization.selectors import Composition, Unit
from jiayi.registry.organization.terms import (
    EmploymentKind,
    InstitutionGrade,
    InstitutionKind,
    InstitutionLevel,
    TeamTier,
    Title,
)
from jiayi.registry.organization.words import (
    period,
    qualification_labels,
    role_duties,
    role_label,
    role_labels,
    scheme_label,
    sex_label,
    source_words,
)

Pairs = list[tuple[str, Any]]
UNIT_STATES = {
    "covered": ("green", "circle-check"),
    "gap": ("red", "alert-triangle"),
    "overlap": ("orange", "copy"),
    "unknown": ("purple", "map-off"),
}


def institution_facts(institution: Institution) -> Pairs:
    return [
        (gettext("机构代码"), institution.code),
        (gettext("类别"), label_of(InstitutionKind, institution.kind)),
        (gettext("级别"), label_of(InstitutionLevel, institution.level)),
        (gettext("评审等级"), label_of(InstitutionGrade, institution.grade) if institution.grade else ""),
        (gettext("所在地区"), institution.region.name),
        (gettext("上级机构"), institution.parent.name if institution.parent else ""),
        (gettext("医共体"), institution.consortium.name if institution.consortium else ""),
        (gettext("地址"), institution.address),
        (gettext("电话"), institution.phone),
        (gettext("服务热线"), institution.hotline),
        (gettext("服务时间"), institution.hours),
        (gettext("线上服务入口"), institution.online),
    ]


def practitioner_facts(person: Practitioner) -> Pairs:
    return [
        (gettext("机构"), person.institution.name),
        (gettext("性别"), sex_label(person.sex)),
        (gettext("角色"), role_labels(person.roles)),
        (gettext("职称"), label_of(Title, person.title)),
        (gettext("资格"), qualification_labels(person.qualifications)),
        (gettext("执业证号"), person.licence_number),
        (gettext("用工形式"), label_of(EmploymentKind, person.employment_kind)),
        (gettext("工作电话"), person.phone),
        (gettext("专长"), person.speciality),
        (gettext("学历"), person.education),
        (gettext("在岗时间"), period(person.joined_on, person.left_on)),
        (gettext("同意公开的内容"), public_fields_shown(person)),
    ]


def team_facts_shown(team: Team, supervisor: ValueInForce | None = None) -> Pairs:
    """`supervisor` is the office that a scheme has head the teams (S2.2-07)."""
    return [
        (gettext("机构"), team.institution.name),
        (gettext("所在地区"), team.institution.region.name),
        (gettext("队长"), team.leader.name),
        (gettext("团队级别"), label_of(TeamTier, str(team.tier))),
        (gettext("签约形式"), gettext("组合式签约（1+3+N）") if team.is_combined else ""),
        (gettext("组队依据"), scheme_label(team.template)),
        (gettext("牵头负责人"), _supervisor(supervisor)),
        (gettext("电话"), team.phone),
        (gettext("服务时间"), team.institution.hours),
        (gettext("在册时间"), period(team.founded_on, team.dissolved_on)),
    ]


def _supervisor(found: ValueInForce | None) -> str:
    """The office and the document that names it; nothing where no scheme does."""
    return bracketed(word_of(found.value), source_words(found.dated.source)) if found else ""


@dataclass(frozen=True)
class MemberCard:
    """A member as the team page and the public board show one (S2.1-17: five fields)."""

    person: Practitioner
    role: str
    is_leader: bool
    basic: str
    training: str
    speciality: str
    services: str
    contact: str
    since: date
    duties: list[dict[str, str]]
    weekly_hours: Any = None


def member_cards(team: Team) -> list[MemberCard]:
    """The members of the day, the leader first."""
    cards = [_card(team, member) for member in team.members_on_day]
    return sorted(cards, key=lambda card: not card.is_leader)


def _card(team: Team, member: Any) -> MemberCard:
    person = member.practitioner
    parts = [sex_label(person.sex), label_of(Title, person.title), person.institution.name]
    duties = role_duties(member.role)
    return MemberCard(
        person=person,
        role=role_label(member.role),
        is_leader=person.id == team.leader_id,
        basic=" · ".join(part for part in parts if part),
        training="\n".join(part for part in (person.education, person.training) if part),
        speciality=person.speciality,
        services=person.services or "；".join(duty["text"] for duty in duties),  # data, not for translation
        contact=person.phone or team.phone,
        since=member.starts_on,
        duties=duties,
        weekly_hours=member.weekly_hours,
    )


@dataclass(frozen=True)
class CompositionCard:
    """The check of a team's composition: a state in words, colour and icon, and the reasons."""

    text: str
    colour: str
    icon: str
    reasons: list[dict[str, Any]]
    template: str
    reached: str = ""  # the highest tier that the members make


def composition_card(composition: Composition, *, is_empty: bool = False) -> CompositionCard:
    """The card of a check; of a team that nobody was chosen for yet it only says so."""
    if not composition.template:
        return CompositionCard(gettext("本地采用的方案没有规定团队构成"), "secondary", "info-circle", [], "")
    template = scheme_label(composition.template)
    if is_empty:
        text, colour, icon = gettext("还没有选择成员"), "secondary", "info-circle"
    elif composition.allowed:
        text, colour, icon = gettext("符合要求"), "green", "circle-check"
    else:
        text, colour, icon = gettext("不符合要求"), "red", "alert-triangle"
    reached = label_of(TeamTier, str(composition.reached or "")) if not is_empty else ""
    return CompositionCard(text, colour, icon, list(composition.reasons), template, reached)


@dataclass(frozen=True)
class UnitRow:
    """A village or building on the areas page."""

    unit: Unit
    state: str
    colour: str
    icon: str
    holders: list[Area]


def unit_rows(units: list[Unit]) -> list[UnitRow]:
    """The rows, what needs attention first."""
    order = ["overlap", "gap", "unknown", "covered"]
    found = sorted(units, key=lambda unit: order.index(unit.state))
    return [UnitRow(unit, _state_words(unit.state), *UNIT_STATES[unit.state], unit.areas) for unit in found]


def _state_words(state: str) -> str:
    return {
        "covered": gettext("已落实"),
        "gap": gettext("空缺"),
        "overlap": gettext("重叠"),
        "unknown": gettext("区域外"),
    }[state]
