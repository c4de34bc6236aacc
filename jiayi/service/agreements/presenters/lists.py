"""The lists' filters and orders, and their rows."""

import datetime as dt
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Refusal
from jiayi.service.agreements.selectors import Cursor, ToSignFilters, ToSignPage, own_package_names
from jiayi.service.agreements.terms import Channel, Kind, PrintState, RefusalReason, SignWay, State, Unit

from .rows import group_labels

_MOST_PACKAGES = 400
SIGNER_ROLES = ("agreement.signer_roles", "agreement.conditional_signer_roles")


def agreement_list(viewer: Viewer, on: dt.date) -> ListSpec:
    """The list of agreements."""
    return ListSpec(
        filters=(
            choice_filter(
                "region", gettext_noop("地区"), organization.place_choices(viewer, permissions.READ), apply=by_region
            ),
            choice_filter(
                "team", gettext_noop("团队"), organization.team_choices(viewer, permissions.READ, on), lookup="team_id"
            ),
            choice_filter("doctor", gettext_noop("医生"), _doctors(viewer, on), lookup="responsible_person_id"),
            choice_filter("state", gettext_noop("状态"), options_of(State)),
            choice_filter("kind", gettext_noop("类型"), options_of(Kind)),
            choice_filter("unit", gettext_noop("签约单位"), options_of(Unit), lookup="paper__unit"),
            choice_filter("group", gettext_noop("人群"), group_choices(), apply=by_group),
            choice_filter("package", gettext_noop("服务包"), _packages(viewer), apply=_by_package),
            choice_filter("printed", gettext_noop("打印"), options_of(PrintState), apply=_by_print),
            choice_filter("sign_way", gettext_noop("签约方式"), options_of(SignWay), lookup="paper__sign_way"),
            choice_filter("channel", gettext_noop("来源"), options_of(Channel)),
            date_filter("signed_from", gettext_noop("签约自"), "signed_on__gte"),
            date_filter("signed_to", gettext_noop("签约至"), "signed_on__lte"),
            date_filter("ends_from", gettext_noop("到期自"), "ends_on__gte"),
            date_filter("ends_to", gettext_noop("到期至"), "ends_on__lte"),
        ),
        sorts=(
            Sort("signed_on", gettext_noop("签约日期"), ("-signed_on", "-id")),
            Sort("ends_on", gettext_noop("到期日期"), ("ends_on", "id")),
        ),
    )


def _doctors(viewer: Viewer, on: dt.date) -> list[tuple[str, str]]:
    """Who may sign by the rules of the reach, as members of its teams."""
    prefix = next(iter(viewer.scope(permissions.READ).region_prefixes), "")
    schemes = organization.schemes_for(prefix, on) if prefix else [organization.NATIONAL]
    signers, conditional = (find_value(key, on, schemes) for key in SIGNER_ROLES)
    roles = {*(signers.value if signers else ()), *(one["role"] for one in (conditional.value if conditional else ()))}
    return organization.member_choices(viewer, permissions.READ, on, roles)


def _by_print(rows: QuerySet, state: str) -> QuerySet:
    counts = {PrintState.NOT_PRINTED: {"paper__print_count": 0}, PrintState.PRINTED: {"paper__print_count": 1}}
    return rows.filter(**counts.get(state, {"paper__print_count__gt": 1}))


def refusal_list(viewer: Viewer) -> ListSpec:
    """The register of refusals."""
    return ListSpec(
        filters=(
            choice_filter(
                "region", gettext_noop("地区"), organization.place_choices(viewer, permissions.READ), apply=by_region
            ),
            choice_filter("reason", gettext_noop("原因"), options_of(RefusalReason)),
            choice_filter(
                "standing",
                gettext_noop("状态"),
                [("open", gettext("拒签中")), ("withdrawn", gettext("已撤回"))],
                apply=lambda rows, value: rows.filter(withdrawn_on__isnull=value == "open"),
            ),
        ),
        sorts=(Sort("refused_on", gettext_noop("拒签日期"), ("-refused_on", "-id")),),
    )


def refusal_row(refusal: Refusal, on: dt.date) -> dict[str, Any]:
    """A line of the register and of its export; resident and region are loaded with the refusal."""
    return {
        "id": refusal.id,
        "resident_id": refusal.resident_id,
        "name": refusal.resident.name,
        "sex": label_of(Sex, refusal.resident.sex),
        "age": completed_years(refusal.resident.birth_date, on),
        "region": refusal.resident.region.name,
        "address": refusal.resident.address,
        "refused_on": refusal.refused_on,
        "reason": label_of(RefusalReason, refusal.reason),
        "note": refusal.note,
        "withdrawn_on": refusal.withdrawn_on,
    }


REFUSAL_COLUMNS = (
    Column(gettext_noop("姓名"), itemgetter("name")),
    Column(gettext_noop("性别"), itemgetter("sex")),
    Column(gettext_noop("年龄"), itemgetter("age"), "quantity"),
    Column(gettext_noop("地区"), itemgetter("region")),
    Column(gettext_noop("住址"), itemgetter("address")),
    Column(gettext_noop("拒签日期"), lambda row: row["refused_on"].isoformat()),
    Column(gettext_noop("原因"), itemgetter("reason")),
    Column(gettext_noop("说明"), itemgetter("note")),
    Column(gettext_noop("撤回日期"), lambda row: row["withdrawn_on"].isoformat() if row["withdrawn_on"] else ""),
)
TO_SIGN_COLUMNS = (
    Column(gettext_noop("姓名"), itemgetter("name")),
    Column(gettext_noop("年龄"), itemgetter("age"), "quantity"),
    Column(gettext_noop("地区"), itemgetter("place")),
    Column(gettext_noop("住址"), itemgetter("address")),
    Column(gettext_noop("优先级"), itemgetter("tier"), "quantity"),
    Column(gettext_noop("人群"), lambda row: joined(row["because"])),
)


@dataclass(frozen=True)
class ToSignRequest:
    """What the to-sign page is asked for."""

    filters: ToSignFilters
    after: Cursor | None
    regions: list[tuple[str, str]]
    parameters: QueryDict

    @property
    def filter_words(self) -> str:
        """What the list is narrowed to, as one line."""
        names = [dict(self.regions).get(self.filters.region, ""), *group_labels([self.filters.group])]
        return "；".join(name for name in names if name)


def to_sign_request(viewer: Viewer, parameters: QueryDict) -> ToSignRequest:
    """The request in an address; what it names out of reach is as if it were not there."""
    regions = organization.place_choices(viewer, permissions.READ)
    wanted = parameters.get("region", "")
    region = wanted if wanted in dict(regions) else (regions[0][0] if regions else "")
    group = parameters.get("group", "")
    filters = ToSignFilters(
        region=region,
        group=group if group in rulebook().open_groups else "",
        only_refused=parameters.get("standing") == "refused",
    )
    return ToSignRequest(filters, _cursor(viewer, parameters), regions, parameters)


def to_sign_page(page: ToSignPage, asked: ToSignRequest, on: dt.date) -> dict[str, Any]:
    """The page of those still to be signed, with the order and where it is written."""
    names = organization.region_names({one.resident.region_id for one in page.rows})
    following = asked.parameters.copy()
    if page.next and page.next.resident_id:
        following["tier"], following["after"] = str(page.next.tier), str(page.next.resident_id)
    return {
        "rows": [
            {
                "id": one.resident.id,
                "name": one.resident.name,
                "age": completed_years(one.resident.birth_date, on),
                "place": names.get(one.resident.region_id, ""),
                "address": one.resident.address,
                "because": group_labels(one.because),
                "tier": one.tier + 1,
                "is_refused": one.refusal_id is not None,
            }
            for one in page.rows
        ],
        "tiers": [{"place": tier.place + 1, "groups": group_labels(tier.groups)} for tier in page.tiers],
        "source": str(page.value.dated.source) if page.value else "",
        "next_url": f"?{following.urlencode()}" if page.next else "",
        "asked": asked,
        "groups": group_choices(),
    }


def _cursor(viewer: Viewer, parameters: QueryDict) -> Cursor | None:
    """The address holds a tier and the last resident's id; the place is looked up."""
    try:
        tier, resident_id = int(parameters.get("tier", "")), UUID(parameters.get("after", ""))
    except ValueError:
        return None
    last = people.residents(viewer).filter(id=resident_id).first()
    return Cursor(tier, last.region_id, last.name_pinyin, last.id) if last and tier >= 0 else None


def group_choices() -> list[tuple[str, str]]:
    """Every population group."""
    return [(code, group.label(get_language() or "")) for code, group in rulebook().open_groups.items()]


def _packages(viewer: Viewer) -> list[tuple[str, str]]:
    """The rulebook's packages, then those of institutions within reach that were ever published."""
    language = get_language() or ""
    found = [(code, package.label(language)) for code, package in rulebook().packages.items()]
    return [*found, *own_package_names(viewer, language)[:_MOST_PACKAGES]]


def by_region(rows: Any, code: str) -> Any:
    """What lies in a region, down to its villages."""
    return rows.filter(in_region(code))


def by_group(rows: Any, group: str) -> Any:
    """Those whose own list of groups names the group: of agreements it is the one of the day of signing."""
    return rows.filter(groups__contains=[group])


def _by_package(rows: Any, package: str) -> Any:
    return rows.filter(package_codes__contains=[package])
