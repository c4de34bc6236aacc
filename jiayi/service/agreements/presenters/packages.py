"""Packages in words: the list, one package with its versions and their differences, what the forms show."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.models import PackageVersion
from jiayi.service.agreements.rules.package_changes import Change, changes_between
from jiayi.service.agreements.terms import Grade, PackageAct, Payer, Standing, VersionState

from .kinds import kinds_by_item
from .lists import by_group, group_choices
from .rows import by_words, group_labels, word_of

_MOST_CHOICES = 400
LOOKS = {
    Standing.DRAFT: ("secondary", "pencil"),
    Standing.SUBMITTED: ("yellow", "hourglass"),
    Standing.RETURNED: ("red", "arrow-back-up"),
    Standing.APPROVED: ("azure", "circle-check"),
    Standing.UPCOMING: ("azure", "clock"),
    Standing.IN_FORCE: ("green", "circle-check"),
    Standing.REPLACED: ("secondary", "history"),
    Standing.WITHDRAWN: ("secondary", "circle-off"),
}


def package_list(viewer: Viewer) -> ListSpec:
    """The list of packages by their latest version."""
    places = organization.managed_institutions(viewer, permissions.PACKAGE_READ)[:_MOST_CHOICES]
    owners = [(str(one.id), one.name) for one in places]
    return ListSpec(
        filters=(
            choice_filter("institution", gettext_noop("机构"), owners, lookup="package__institution_id"),
            choice_filter("state", gettext_noop("状态"), options_of(VersionState)),
            choice_filter("grade", gettext_noop("等级"), options_of(Grade)),
            choice_filter("group", gettext_noop("人群"), group_choices(), apply=by_group),
        ),
        sorts=(
            Sort("changed", gettext_noop("最近办理"), ("-updated_at", "-id")),
            Sort("code", gettext_noop("编号"), ("package__code", "id")),
        ),
    )


def version_row(version: PackageVersion, *, on: dt.date) -> dict[str, Any]:
    """A version as lists and exports show it. No query."""
    english = (get_language() or "").startswith("en")
    standing = selectors.standing_of(version, on)
    colour, icon = LOOKS[standing]
    return {
        "id": version.id,
        "package_id": version.package_id,
        "code": version.package.code,
        "name": (version.name_en if english else "") or version.name_zh,
        "institution": version.package.institution.name,
        "grade": label_of(Grade, version.grade),
        "groups": group_labels(version.groups),
        "number": version.number,
        "standing": standing.label(get_language() or ""),
        "colour": colour,
        "icon": icon,
        "starts_on": version.starts_on,
        "ends_on": version.ends_on,
        "price_fen": version.price_fen,
        "payers": [(payer.label(get_language() or ""), version.payers_fen[payer.value]) for payer in Payer],
        "items": [
            {"name": line.label_en if english else line.label_zh, "quantity": line.quantity}
            for line in version.lines.all()
        ],
        **{f"{payer}_fen": amount for payer, amount in version.payers_fen.items()},
    }


def package_columns() -> list[Column]:
    """The columns of the list's export."""
    texts = [
        ("code", gettext_noop("编号")),
        ("name", gettext_noop("服务包")),
        ("institution", gettext_noop("机构")),
        ("grade", gettext_noop("等级")),
        ("groups", gettext_noop("人群")),
        ("number", gettext_noop("版本")),
        ("standing", gettext_noop("状态")),
        ("starts_on", gettext_noop("自何日起")),
        ("ends_on", gettext_noop("至何日止")),
    ]
    columns = [Column(label, lambda row, name=name: row[name]) for name, label in texts]
    columns.append(
        Column(gettext_noop("服务项目"), lambda row: [f"{one['name']}×{one['quantity']}" for one in row["items"]])
    )
    return [*columns, *amount_columns()]


def amount_columns() -> list[Column]:
    """The price and the five payers, in yuan."""
    amounts = [
        ("price_fen", gettext_noop("价格（元/人年）")),
        ("insurance_fund_fen", gettext_noop("医保预支付")),
        ("public_health_fen", gettext_noop("公卫补助")),
        ("fiscal_fen", gettext_noop("财政补贴")),
        ("account_fen", gettext_noop("个人账户")),
        ("resident_fen", gettext_noop("自费")),
    ]
    return [Column(label, lambda row, name=name: row[name], "fen") for name, label in amounts]


def package_page(versions: list[PackageVersion], shown: PackageVersion, *, on: dt.date) -> dict[str, Any]:
    """One version of a package beside all the others, with what it changes and what the rulebook says of it."""
    region_code = shown.package.institution.region_id
    outcome = selectors.judge_content(selectors.content_of(shown), region_code, on)
    kinds = kinds_by_item(outcome["items"], on, organization.schemes_for(region_code, on), get_language() or "")
    before = next((one for one in versions if one.number < shown.number), None)
    return {
        "row": version_row(shown, on=on),
        "version": shown,
        "facts": _facts(shown),
        "lines": [_line(line, outcome["items"], kinds) for line in shown.lines.all()],
        "charge_class": word_of(outcome["charge_class"]),
        "outcome": outcome,
        "before": before,
        "changes": differences(before, shown) if before else [],
        "versions": [version_row(one, on=on) | {"is_shown": one.id == shown.id} for one in versions],
        "steps": [_step(step) for step in reversed(shown.steps.all())],
    }


def _facts(version: PackageVersion) -> list[tuple[str, str]]:
    period = (
        _("%(months)s 个月") % {"months": version.service_months} if version.service_months else _("与协议期限相同")
    )
    groups = group_labels(version.groups)
    return [
        (_("编号"), version.package.code),
        (_("机构"), version.package.institution.name),
        (_("等级"), label_of(Grade, version.grade)),
        (_("适用人群"), joined(groups) or _("全体签约居民")),
        (_("服务周期"), period),
        (_("英文名称"), version.name_en),
        (_("说明"), version.note),
    ]


def _line(line: Any, classes: dict[str, str], kinds: dict[str, str]) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    return {
        "name": line.label_en if english else line.label_zh,
        "kind": kinds.get(line.item, ""),
        "quantity": line.quantity,
        "interval_days": line.interval_days,
        "per_household": line.per_household,
        "benefit": word_of(line.benefit),
        "charge_class": word_of(classes.get(line.item, "")),
    }


def _step(step: Any) -> dict[str, Any]:
    icons = {
        PackageAct.RETURNED: "arrow-back-up",
        PackageAct.APPROVED: "circle-check",
        PackageAct.PUBLISHED: "speakerphone",
    }
    text = " · ".join(part for part in (by_words(step.by_name), step.reason) if part)
    return {
        "on": step.on,
        "icon": icons.get(PackageAct(step.act), "point"),
        "title": label_of(PackageAct, step.act),
        "text": text,
    }


def differences(before: PackageVersion, after: PackageVersion) -> list[dict[str, str]]:
    """What a version changes, in words: {what, before, after}."""
    return [_change(one) for one in changes_between(selectors.content_of(before), selectors.content_of(after))]


def _change(change: Change) -> dict[str, str]:
    what = {
        "field": lambda: _(_FIELD_WORDS[change.name]),
        "payer": lambda: label_of(Payer, change.name),
        "line": lambda: word_of(change.item),
        "of_line": lambda: f"{word_of(change.item)} · {_(_FIELD_WORDS[change.name])}",
    }[change.kind]()
    return {"what": what, "before": _value(change, change.before), "after": _value(change, change.after)}


def _value(change: Change, value: Any) -> str:
    if value in (None, "", ()):
        return "—"
    if change.kind == "payer":
        return yuan_text(value)
    if change.name == "groups":
        return joined(group_labels(value))
    if change.name in ("grade", "benefit"):
        return label_of(Grade, value) if change.name == "grade" else word_of(value)
    return str(value)


_FIELD_WORDS = dict(
    name_zh=gettext_noop("名称"),
    name_en=gettext_noop("英文名称"),
    grade=gettext_noop("等级"),
    groups=gettext_noop("适用人群"),
    service_months=gettext_noop("服务周期（月）"),
    note=gettext_noop("说明"),
    quantity=gettext_noop("年次数"),
    interval_days=gettext_noop("间隔天数"),
    per_household=gettext_noop("每户人数"),
    benefit=gettext_noop("受益类别"),
)
