"""The forms of small acts on an order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.prescriptions.terms import AuditAct, StopReason

AUDITS = (AuditAct.PASS, AuditAct.QUERY, AuditAct.REJECT)


class AuditForm(Form):
    """What the pharmacist says of the version that they have read."""

    act = forms.ChoiceField(label=_("审核意见"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("说明"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["act"].choices = options_of(AUDITS)


class AnswerForm(Form):
    """The doctor's answer to a query."""

    text = forms.CharField(label=_("回复药师"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ResumeForm(Form):
    """Why an order on hold goes on."""

    note = forms.CharField(label=_("重新评估意见"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class StopForm(Form):
    """Why an order ends before its time."""

    reason = forms.ChoiceField(label=_("停用原因"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(StopReason)]


class SetAsideForm(Form):
    """Why a hospital's medicines need no prescription here."""

    reason = forms.CharField(label=_("不需开具的原因"), max_length=200)
