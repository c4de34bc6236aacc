"""The form of a refusal."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.terms import RefusalReason


class RefusalForm(Form):
    """A resident was asked and does not want to sign."""

    refused_on = DateField(label=_("拒签日期"))
    reason = forms.ChoiceField(label=_("原因"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["refused_on"].latest = today
        self.fields["refused_on"].initial = today
        self.fields["reason"].choices = options_of(RefusalReason)
