"""The forms of supervision: a sample, a verdict, an answer, a partner."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import AuditVerdict, Sanction


class SampleForm(Form):
    """How many cases of which time."""

    since = DateField(label=_("提交自"))
    until = DateField(label=_("至"))
    size = forms.IntegerField(label=_("抽取数量"), min_value=1, max_value=100, initial=10)


class JudgeForm(Form):
    """What the audit found."""

    verdict = forms.ChoiceField(label=_("审核结论"), widget=forms.RadioSelect)
    faults = forms.CharField(
        label=_("存在的问题"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    sanction = forms.ChoiceField(label=_("处理方式"), required=False)
    correct_by = DateField(label=_("整改期限"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["verdict"].choices = options_of(AuditVerdict)
        self.fields["sanction"].choices = [("", _("请选择")), *options_of(Sanction)]


class AnswerForm(Form):
    """What was found and what follows."""

    answer = forms.CharField(label=_("核查结果和措施"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CorrectionForm(Form):
    """What was put right."""

    correction = forms.CharField(label=_("整改情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PartnerForm(Form):
    """An institution above or below."""

    name = forms.CharField(label=_("机构名称"), max_length=120)
    level = forms.ChoiceField(label=_("级别"))
    contact = forms.CharField(label=_("联系人"), required=False, max_length=60)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=30)
    since = DateField(label=_("协作开始日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["level"].choices = options_of(InstitutionLevel)
