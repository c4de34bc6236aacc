"""What each list can be narrowed and sorted by, in the reader's language."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.lists import Filter, ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization import selectors
from jiayi.registry.organization.models import Institution
from jiayi.registry.organization.terms import (
    DeviceKind,
    DeviceStatus,
    EmploymentKind,
    InstitutionKind,
    InstitutionLevel,
    TeamTier,
    Title,
)
from jiayi.registry.organization.words import role_choices

OPEN, OVER = "open", "over"


def institution_list(viewer: Viewer) -> ListSpec:
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("类别"), options_of(InstitutionKind)),
            choice_filter("level", gettext_noop("级别"), options_of(InstitutionLevel)),
            township_filter(viewer, "region__code__startswith"),
            _state_filter(gettext("在用"), gettext("已关闭"), lambda: Q(closed_on=None)),
        ),
        sorts=(
            Sort("region", gettext_noop("所在地区"), ("region_id", "code")),
            Sort("name", gettext_noop("机构名称"), ("name", "id")),
            Sort("code", gettext_noop("机构代码"), ("code",)),
        ),
    )


def practitioner_list(viewer: Viewer, on: date) -> ListSpec:
    return ListSpec(
        filters=(
            _institution_filter(selectors.practitioners(viewer).order_by().values("institution_id")),
            choice_filter(
                "role",
                gettext_noop("角色"),
                role_choices(),
                apply=lambda rows, role: rows.filter(roles__contains=[role]),
            ),
            choice_filter("title", gettext_noop("职称"), options_of(Title)),
            choice_filter("employment", gettext_noop("用工形式"), options_of(EmploymentKind), lookup="employment_kind"),
            _state_filter(gettext("在岗"), gettext("已离岗"), lambda: selectors.active_on(on)),
        ),
        sorts=(
            Sort("name", gettext_noop("姓名"), ("name_pinyin", "id")),
            Sort("institution", gettext_noop("机构"), ("institution__region_id", "name_pinyin", "id")),
        ),
    )


def team_list(viewer: Viewer, on: date) -> ListSpec:
    return ListSpec(
        filters=(
            _institution_filter(selectors.teams(viewer, on=on).order_by().values("institution_id")),
            township_filter(viewer, "institution__region__code__startswith"),
            choice_filter("tier", gettext_noop("团队级别"), options_of(TeamTier)),
            _state_filter(gettext("服务中"), gettext("已解散"), lambda: Q(dissolved_on=None) | Q(dissolved_on__gte=on)),
        ),
        sorts=(
            Sort("institution", gettext_noop("机构"), ("institution__region_id", "institution_id", "name", "id")),
            Sort("name", gettext_noop("团队"), ("name", "id")),
            Sort("founded_on", gettext_noop("成立日期"), ("founded_on", "id")),
            Sort("members", gettext_noop("成员数"), ("-member_count", "id")),
            Sort("areas", gettext_noop("责任区域数"), ("-area_count", "id")),
        ),
    )


def device_list(viewer: Viewer) -> ListSpec:
    return ListSpec(
        filters=(
            _institution_filter(selectors.devices(viewer).order_by().values("institution_id")),
            choice_filter("kind", gettext_noop("种类"), options_of(DeviceKind)),
            choice_filter("status", gettext_noop("状态"), options_of(DeviceStatus)),
        ),
        sorts=(
            Sort("name", gettext_noop("名称"), ("name", "id")),
            Sort("kind", gettext_noop("种类"), ("kind", "name", "id")),
        ),
    )


def _institution_filter(ids: QuerySet) -> Filter:
    """The institutions that have a row in the list."""
    found = Institution.objects.filter(id__in=ids).order_by("region_id", "code").values_list("id", "name")
    choices = [(str(institution), name) for institution, name in found]
    return choice_filter("institution", gettext_noop("机构"), choices, lookup="institution_id")


def township_filter(viewer: Viewer, lookup: str) -> Filter:
    """The townships in which an institution stands."""
    codes = {code[:9] for code in selectors.institutions(viewer).values_list("region_id", flat=True) if len(code) >= 9}
    choices = [(region.code, region.name) for region in selectors.regions(viewer).filter(code__in=codes)]
    return choice_filter("township", gettext_noop("乡镇"), choices, lookup=lookup)


def _state_filter(open_words: str, over_words: str, is_open: Callable[[], Q]) -> Filter:
    def narrow(rows: QuerySet, state: str) -> QuerySet:
        return rows.filter(is_open() if state == OPEN else ~is_open())

    return choice_filter("state", gettext_noop("状态"), [(OPEN, open_words), (OVER, over_words)], apply=narrow)
