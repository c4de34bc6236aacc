"""Shapes of what is typed on the workstation's pages."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import DateField, Form, YuanField
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.selectors import NATIONAL
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.registry.people.terms import LookupReason
from jiayi.service.insurance.terms import VisitKind


class AdoptionForm(Form):
    """Schemes to adopt, in the order in which later ones override earlier ones."""

    schemes = forms.MultipleChoiceField(
        label=_("方案"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("同时勾选几个方案时，列在后面的优先。全国规定始终有效，不必勾选。"),
        error_messages={"required": _("请至少选择一个方案。")},
    )
    starts_on = DateField(label=_("从哪一天起"), help_text=_("已经作出的决定不会改变；该日起发生的事按新方案办理。"))
    decided_by = forms.CharField(label=_("决定机关和文号"), max_length=80, required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["schemes"].choices = [
            (name, scheme.label(language)) for name, scheme in rulebook().schemes.items() if name != NATIONAL
        ]


class EndAdoptionForm(Form):
    ends_on = DateField(label=_("最后一天"))


class CostForm(Form):
    """A visit as it is thought of; amounts in yuan, kept in fen."""

    visit = forms.ChoiceField(label=_("门诊还是住院"), initial=VisitKind.OUTPATIENT)
    amount = YuanField(label=_("预计费用（元）"))
    fee = YuanField(label=_("一般诊疗费（元）"), required=False)
    emergency = forms.BooleanField(label=_("急诊"), required=False)
    exempt = forms.BooleanField(label=_("不受首诊限制的情形"), required=False)
    down_referral = forms.BooleanField(label=_("下转后在基层住院"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["visit"].choices = options_of(VisitKind)
        self.fields["amount"].initial = self.usual()["amount"]

    @staticmethod
    def usual() -> dict[str, Any]:
        """What is compared before anything is typed: an outpatient visit of a hundred yuan."""
        answers = dict.fromkeys(("emergency", "exempt", "down_referral"), False)
        return {"visit": str(VisitKind.OUTPATIENT), "amount": 10_000, "fee": 0} | answers


class DeductibleForm(Form):
    """What of a level's deductible was paid at a stay."""

    level = forms.ChoiceField(label=_("级别"))
    institution = forms.CharField(label=_("机构"), max_length=120)
    admitted_on = DateField(label=_("入院日期"))
    amount = YuanField(label=_("已付起付线（元）"))

    def __init__(self, today: dt.date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = [("", _("请选择")), *options_of(InstitutionLevel)]
        self.fields["admitted_on"].latest = today

    def given(self) -> dict[str, Any]:
        """As the service takes it; fen."""
        data = self.cleaned_data
        return {
            "level": data["level"],
            "institution_name": data["institution"],
            "admitted_on": data["admitted_on"],
            "deductible_fen": data["amount"],
        }


class SearchForm(Form):
    """What was typed into the search box."""

    q = forms.CharField(label=_("查找居民"), max_length=60, strip=True)


class LookupForm(Form):
    """A person outside of the viewer's area, by the exact number and with a reason."""

    number = forms.CharField(
        label=_("身份证号"),
        max_length=24,
        help_text=_("完整的 18 位号码，不支持部分号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("查找原因"))
    explanation = forms.CharField(
        label=_("具体说明"), max_length=200, help_text=_("例如：外地返乡，来院要求签约。说明会记录在案，每周复核。")
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [(reason.value, reason.label(language)) for reason in LookupReason]
        self.fields["reason"].choices = [("", "—"), *reasons]


class RevealForm(Form):
    """Why numbers are to be shown in full."""

    reason = forms.CharField(label=_("查看原因"), max_length=200)


class CommunityReportForm(Form):
    """The words of a community diagnosis."""

    scope = forms.CharField(
        label=_("范围"),
        required=False,
        help_text=_("辖区位置和地形、居（村）委会和户数、重点人群、卫生资源。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    survey = forms.CharField(
        label=_("调查情况"),
        required=False,
        help_text=_("调查时间、方法和人数；饮水、厕所、膳食、吸烟饮酒、运动等情况。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    problems = forms.CharField(
        label=_("主要健康问题"),
        required=False,
        help_text=_("按严重程度排列，写明依据的数据。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    interventions = forms.CharField(
        label=_("干预措施"),
        required=False,
        help_text=_("针对每个问题：做什么、谁负责、什么时候、达到什么目标。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
