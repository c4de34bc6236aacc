"""The forms of programmes: take somebody in, end it, note a contact, note what came of a referral."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.care.terms import CloseReason, ContactOutcome, Mode

CONTACT_MODES = (Mode.PHONE, Mode.MESSAGE, Mode.HOME)


class EnrolForm(Form):
    """Which programme, and from when."""

    programme = forms.ChoiceField(label=_("管理项目"))
    enrolled_on = DateField(label=_("纳入日期"))

    def __init__(self, today: dt.date, *arguments: Any, restricted: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["enrolled_on"].latest = self.fields["enrolled_on"].initial = today
        self.fields["programme"].choices = [
            (code, one.label(get_language() or ""))
            for code, one in rulebook().programmes.items()
            if restricted or not one.restricted
        ]


class CloseForm(Form):
    """Why a programme ends, and when."""

    reason = forms.ChoiceField(label=_("结案原因"))
    closed_on = DateField(label=_("结案日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(CloseReason)]
        self.fields["closed_on"].latest = self.fields["closed_on"].initial = today


class AttemptForm(Form):
    """How somebody was contacted and what came of it."""

    mode = forms.ChoiceField(label=_("联系方式"))
    outcome = forms.ChoiceField(label=_("联系结果"), widget=forms.RadioSelect)
    attempted_on = DateField(label=_("联系日期"))
    remind_on = DateField(
        label=_("约定或提醒日期"), required=False, help_text=_("约定前来的必填，显示在在管人员名单里。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        language = get_language() or ""
        self.fields["mode"].choices = [(str(one), one.label(language)) for one in CONTACT_MODES]
        self.fields["outcome"].choices = options_of(ContactOutcome)
        self.fields["attempted_on"].latest = self.fields["attempted_on"].initial = today


class ReviewForm(Form):
    """What the expert says of a plan."""

    remark = forms.CharField(
        label=_("审核意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(Form):
    """What was done about an abnormal reading from home."""

    note = forms.CharField(label=_("联系情况和指导"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(Form):
    """What came of a referral."""

    returned_on = DateField(label=_("回访日期"))
    note = forms.CharField(label=_("转诊结果"), max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["returned_on"].latest = self.fields["returned_on"].initial = today
