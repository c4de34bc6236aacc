"""The forms of results of other institutions."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.organization.terms import InstitutionLevel


class ResultForm(Form):
    """A result as the paper in the resident's hand says."""

    item = forms.ChoiceField(label=_("检查检验项目"))
    performed_on = DateField(label=_("检查日期"))
    reported_on = DateField(label=_("报告日期"), required=False)
    institution_name = forms.CharField(label=_("出具报告的机构"), max_length=100)
    level = forms.ChoiceField(label=_("机构级别"))
    report_number = forms.CharField(label=_("报告编号"), max_length=60)
    number = forms.DecimalField(
        label=_("数值"),
        help_text=_("有单一数值的项目填写，单位按项目固定。"),
        max_digits=10,
        decimal_places=3,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    reference = forms.CharField(label=_("参考范围"), max_length=60, required=False)
    conclusion = forms.CharField(
        label=_("结论"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_abnormal = forms.BooleanField(label=_("结果异常"), required=False)
    is_marked = forms.BooleanField(label=_("报告上有互认标识"), required=False)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        language = get_language() or ""
        items = [(code, _with_unit(one, language)) for code, one in rulebook().examinations.items()]
        self.fields["item"].choices = [("", _("请选择")), *items]
        self.fields["level"].choices = [("", _("请选择")), *((one, one.label(language)) for one in InstitutionLevel)]
        for name in ("performed_on", "reported_on"):
            self.fields[name].latest = today


def _with_unit(one: Any, language: str) -> str:
    unit = rulebook().units[one.unit].label(language) if one.unit else ""
    return bracketed(one.label(language), unit)


class WithdrawForm(Form):
    """Why a result is taken back."""

    note = forms.CharField(label=_("撤回原因"), max_length=200)
