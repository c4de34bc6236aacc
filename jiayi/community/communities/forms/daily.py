"""A duty, a food sample, medicine at school."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Member
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import word_of


class DutyForm(Form):
    """A duty by one button; `undo` takes it back."""

    duty = forms.CharField(max_length=40)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=600)
    undo = forms.BooleanField(required=False)


class MealForm(Form):
    """Which meal a sample is of."""

    meal = forms.CharField(label=_("餐次和菜品"), max_length=60, help_text=_("如“午餐 番茄鸡蛋、米饭”。"))


class MedicineForm(Form):
    """Medicine that a parent entrusted, with its checks."""

    member = forms.ChoiceField(label=_("儿童"))
    drug = forms.CharField(label=_("药名"), max_length=60)
    dose = forms.CharField(label=_("剂量"), max_length=40)
    method = forms.CharField(label=_("用法"), max_length=40)
    times = forms.CharField(label=_("服药次数"), max_length=40, help_text=_("如“今日1次，午饭后”。"))
    entrusted_by = forms.CharField(label=_("委托家长"), max_length=60)
    checks = forms.MultipleChoiceField(
        label=_("逐项核对"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("全部核对无误后才能给药。"),
    )

    def __init__(self, children: Sequence[Member], checks: Sequence[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        named = [(str(one.id), _who(one)) for one in children]
        self.fields["member"].choices = [("", _("请选择")), *named]
        self.fields["checks"].choices = [(code, word_of(code)) for code in checks]


def _who(member: Member) -> str:
    room = member.community_class.name if member.community_class else ""
    return f"{room} {member.resident.name}".strip()
