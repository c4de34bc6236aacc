"""The forms of an agreement that goes on: let it rest, resume it, sign it anew with other packages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.terms import Channel, SuspensionReason


class SuspensionForm(Form):
    """Why an agreement rests, from when, and until when if that is known."""

    reason = forms.ChoiceField(label=_("暂停原因"))
    suspended_on = DateField(label=_("暂停日期"))
    resumes_on = DateField(
        label=_("预计恢复日期"), required=False, help_text=_("到这一天自动恢复；不知道就留空，回来后再办理恢复。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(SuspensionReason)]
        self.fields["suspended_on"].latest = self.fields["suspended_on"].initial = today


class ResumptionForm(Form):
    """From when an agreement goes on."""

    resumed_on = DateField(label=_("恢复日期"))

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["resumed_on"].latest = self.fields["resumed_on"].initial = today


class ChangePackagesForm(Form):
    """The packages to the end of the term, and how it was signed."""

    packages = forms.MultipleChoiceField(label=_("服务包"), widget=forms.CheckboxSelectMultiple)
    signed_on = DateField(label=_("签约日期"))
    channel = forms.ChoiceField(label=_("签约方式"))

    def __init__(
        self, today: dt.date, *arguments: Any, offers: Sequence[tuple[str, str]], chosen: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["packages"].choices = list(offers)
        self.fields["packages"].initial = list(chosen)
        self.fields["channel"].choices = [
            one for one in options_of(Channel) if one[0] in (Channel.WORKSTATION, Channel.HOME_VISIT)
        ]
        self.fields["signed_on"].latest = self.fields["signed_on"].initial = today
