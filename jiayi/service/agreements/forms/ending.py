"""The forms that end an agreement: a termination with its reason, and taking a mistaken entry back."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.agreements.terms import TERMINATION_REASONS, EndReason, RequestedBy, TerminationRequest


class TerminationForm(Form):
    """Why an agreement ends, who asked for it, and who agreed.

    `confirmations` tells by reason who has to agree, `evidenced` for which reasons a signed paper has to be named:
    the fields show where they matter.
    """

    requested_by = forms.ChoiceField(label=_("提出方"), widget=forms.RadioSelect, initial=RequestedBy.RESIDENT)
    reason = forms.ChoiceField(label=_("解约原因"))
    confirmed_by_resident = forms.BooleanField(label=_("居民（或监护人）已确认解约"), required=False)
    confirmed_by_team = forms.BooleanField(label=_("签约团队已确认解约"), required=False)
    evidence = forms.CharField(
        label=_("凭据"), required=False, max_length=200, help_text=_("如双方签字的解约书及存放处，不要填写证件号码。")
    )
    ended_on = DateField(label=_("解约日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(
        self,
        today: dt.date,
        *arguments: Any,
        confirmations: Mapping[str, Collection[str]],
        evidenced: Collection[str],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        language = get_language() or ""
        reasons = [one for one in TERMINATION_REASONS if one != EndReason.ENTRY_ERROR]
        self.fields["requested_by"].choices = options_of(RequestedBy)
        self.fields["reason"].choices = [("", _("请选择")), *((one.value, one.label(language)) for one in reasons)]
        self.fields["ended_on"].latest = today
        self.fields["ended_on"].initial = today
        self.shown_when = {
            "resident": _when(reason for reason, parties in confirmations.items() if "resident" in parties),
            "team": _when(reason for reason, parties in confirmations.items() if "team" in parties),
            "evidence": _when(evidenced),
        }

    def request(self) -> TerminationRequest:
        """The request behind valid answers."""
        return TerminationRequest(**self.cleaned_data)


def _when(reasons: Any) -> str:
    """The condition under which a field shows, as jiayi.js reads it."""
    return f"reason={','.join(sorted(reasons))}"


class VoidForm(Form):
    """Why an agreement should never have been entered."""

    note = forms.CharField(label=_("作废原因"), max_length=200, help_text=_("如选错居民、重复录入；不要填写证件号码。"))
