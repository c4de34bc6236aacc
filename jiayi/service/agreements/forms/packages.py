"""Forms of packages: what is composed, the reason of a return, the day of a publication."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import DateField, Form, YuanField
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.terms import PACKAGE_BOUNDS, Grade, PackageContent, PackageLine, Payer

_PER_LINE = ("quantity", "interval", "household", "benefit")


class PackageForm(Form):
    """Name, grade, groups, what each payer pays; the lines are in `LinesForm`."""

    institution = forms.ChoiceField(label=_("机构"), required=False)
    name_zh = forms.CharField(label=_("名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    grade = forms.ChoiceField(label=_("等级"))
    service_months = forms.IntegerField(
        label=_("服务周期（月）"),
        required=False,
        min_value=PACKAGE_BOUNDS["service_months"][0],
        max_value=PACKAGE_BOUNDS["service_months"][1],
        help_text=_("自协议生效起计；不填则与协议期限相同。"),
    )
    note = forms.CharField(label=_("说明"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    groups = forms.MultipleChoiceField(
        label=_("适用人群"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选则面向全体签约居民。"),
    )

    def __init__(self, *arguments: Any, places: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        places = [(str(place.id), place.name) for place in places]
        if places:
            self.fields["institution"].choices = places
        else:
            del self.fields["institution"]
        language = get_language() or ""
        self.fields["grade"].choices = options_of(Grade)
        self.fields["groups"].choices = [
            (code, group.label(language)) for code, group in rulebook().open_groups.items()
        ]
        for payer in Payer:
            self.fields[f"{payer.value}_fen"] = YuanField(
                label=payer.label(language),
                required=False,
                validators=[
                    MinValueValidator(PACKAGE_BOUNDS["payers_fen"][0], _("金额不能小于零。")),
                    MaxValueValidator(PACKAGE_BOUNDS["payers_fen"][1], _("金额过大，请核对。")),
                ],
            )

    def payer_fields(self) -> list[forms.BoundField]:
        """The amounts, in the order of the payers."""
        return [self[f"{payer.value}_fen"] for payer in Payer]


class LinesForm(Form):
    """For every service of the rulebook: how many a year (none: not in the package), and what else it can bear."""

    def __init__(
        self, *arguments: Any, limited: Iterable[str], benefits: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.limited = set(limited)
        for code, item in rulebook().items.items():
            label = item.label(get_language() or "")
            self.fields[f"quantity-{code}"] = _number(_("%(item)s的年次数") % {"item": label}, "quantity")
            if item.interval_days:
                self.fields[f"interval-{code}"] = _number(_("%(item)s的间隔天数") % {"item": label}, "interval_days")
            if code in self.limited:
                self.fields[f"household-{code}"] = _number(_("%(item)s的每户人数") % {"item": label}, "per_household")
            if benefits:
                self.fields[f"benefit-{code}"] = forms.ChoiceField(
                    label=_("%(item)s的受益类别") % {"item": label}, required=False, choices=[("", "—"), *benefits]
                )

    def cells(self, code: str) -> dict[str, forms.BoundField | None]:
        """The fields of one service by kind; None for what it cannot bear."""
        names = {kind: f"{kind}-{code}" for kind in _PER_LINE}
        return {kind: self[name] if name in self.fields else None for kind, name in names.items()}


def _number(label: Any, name: str) -> forms.IntegerField:
    least, most = PACKAGE_BOUNDS[name]
    widget = forms.NumberInput(attrs={"aria-label": label, "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=widget)


def content_from(package: Mapping[str, Any], lines: Mapping[str, Any]) -> PackageContent:
    """The content behind the cleaned answers; what is missing or wrong is left out, so that a check can go on."""
    return PackageContent(
        name_zh=package.get("name_zh", ""),
        name_en=package.get("name_en", ""),
        grade=package.get("grade") or Grade.BASIC,
        groups=tuple(package.get("groups", ())),
        lines=tuple(
            PackageLine(
                item=code,
                quantity=lines[f"quantity-{code}"],
                interval_days=lines.get(f"interval-{code}"),
                per_household=lines.get(f"household-{code}"),
                benefit=lines.get(f"benefit-{code}", ""),
            )
            for code in rulebook().items
            if lines.get(f"quantity-{code}")
        ),
        payers_fen={payer.value: package.get(f"{payer.value}_fen") or 0 for payer in Payer},
        service_months=package.get("service_months"),
        note=package.get("note", ""),
    )


def answers_of(content: PackageContent) -> dict[str, Any]:
    """What both forms begin with, to change a content."""
    answers: dict[str, Any] = {
        name: getattr(content, name) for name in ("name_zh", "name_en", "grade", "service_months", "note")
    }
    answers["groups"] = list(content.groups)
    answers |= {f"{payer}_fen": amount for payer, amount in content.payers_fen.items()}
    for line in content.lines:
        values = (line.quantity, line.interval_days, line.per_household, line.benefit)
        answers |= {f"{kind}-{line.item}": value for kind, value in zip(_PER_LINE, values, strict=True)}
    return answers


class ReturnForm(Form):
    """Why a version goes back."""

    reason = forms.CharField(label=_("退回原因"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PublishForm(Form):
    """From when a version is on offer."""

    starts_on = DateField(label=_("自何日起"))


class WithdrawPackageForm(Form):
    """From when nobody is signed with a package any more, and why."""

    from_on = DateField(label=_("自何日起停用"))
    reason = forms.CharField(label=_("原因"), max_length=400, required=False)


def earliest_field(form: Form, name: str, earliest: dt.date) -> Form:
    """The form with the first day that its date can be, for the browser's calendar."""
    form.fields[name].widget.attrs["min"] = earliest.isoformat()
    return form
