"""The forms of shared resources."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.scheduling.terms import OnHoliday, Pattern, Pool, Recurrence, ResourceKind, ResourcePlan

WEEKDAYS = (
    (1, _("周一")),
    (2, _("周二")),
    (3, _("周三")),
    (4, _("周四")),
    (5, _("周五")),
    (6, _("周六")),
    (7, _("周日")),
)


class ResourceForm(Form):
    """A resource to share, on weekdays."""

    institution = forms.ChoiceField(label=_("机构"))
    kind = forms.ChoiceField(label=_("种类"))
    title = forms.CharField(label=_("名称"), max_length=60)
    item = forms.ChoiceField(
        label=_("检查检验项目"), required=False, help_text=_("大型设备检查选择项目，预约时核对可互认的结果。")
    )
    department = forms.CharField(label=_("科室"), required=False, max_length=60)
    doctor_name = forms.CharField(label=_("专家"), required=False, max_length=60)
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("开放的日子"), coerce=int, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DateField(label=_("自哪天起"))
    begins_at = forms.TimeField(label=_("开始"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("结束"), widget=forms.TimeInput(attrs={"type": "time"}))
    quantity = forms.IntegerField(label=_("每天数量"), min_value=1, max_value=500)
    pool = forms.ChoiceField(label=_("开放给谁"))
    on_holiday = forms.ChoiceField(label=_("法定节假日"))
    note = forms.CharField(label=_("准备事项"), required=False, max_length=200)

    def __init__(self, *arguments: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = {"kind": ResourceKind, "pool": Pool, "on_holiday": OnHoliday}
        self.fields["institution"].choices = places
        language = get_language() or ""
        items = [(code, one.label(language)) for code, one in rulebook().examinations.items()]
        self.fields["item"].choices = [("", _("不限项目")), *items]
        for name, terms in choices.items():
            self.fields[name].choices = options_of(terms)

    def plan(self) -> ResourcePlan:
        """The plan behind valid answers."""
        data = self.cleaned_data
        same = ("kind", "title", "department", "doctor_name", "place", "quantity", "pool", "on_holiday", "note", "item")
        return ResourcePlan(
            institution_id=UUID(data["institution"]),
            recurrence=Recurrence(Pattern.WEEKLY, data["starts_on"], weekdays=tuple(data["weekdays"])),
            begins_at=data["begins_at"],
            ends_at=data["ends_at"],
            **{name: data[name] for name in same},
        )


class QuotaForm(Form):
    """Places of each day for one institution, team or doctor."""

    holder = forms.ChoiceField(label=_("留给谁"))
    quantity = forms.IntegerField(label=_("每天数量"), min_value=0, max_value=500, help_text=_("填 0 取消配额。"))

    def __init__(self, *arguments: Any, holders: Sequence[Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["holder"].choices = [("", _("请选择")), *holders]

    def given(self) -> dict[str, Any]:
        """What the service takes of it: "team:…" is team_id."""
        kind, _colon, key = self.cleaned_data["holder"].partition(":")
        return {f"{kind}_id": UUID(key), "quantity": self.cleaned_data["quantity"]}


class WishForm(Form):
    """Wait for a place of a resource between two days."""

    resource = forms.ChoiceField(label=_("等哪个资源"))
    latest_on = DateField(label=_("最晚哪天"))

    def __init__(self, *arguments: Any, resources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["resource"].choices = resources


class TakeForm(Form):
    """How many days of a bed, and what for."""

    days = forms.IntegerField(label=_("天数"), min_value=1, max_value=90, required=False)
    purpose = forms.CharField(label=_("用途"), required=False, max_length=100)

    def given(self) -> dict[str, Any]:
        """What the service takes of it."""
        return {"days": self.cleaned_data.get("days") or 1, "purpose": self.cleaned_data.get("purpose", "")}


def two_weeks(on: dt.date) -> dt.date:
    """How far ahead pages look."""
    return on + dt.timedelta(days=14)
