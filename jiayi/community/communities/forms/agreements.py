"""The forms of a community's agreement: signed, ended."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Community
from jiayi.community.communities.terms import AgreementPlan
from jiayi.foundation.base.models import new_id
from jiayi.foundation.core.dates import ONE_DAY, add_years
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import word_of


class AgreementForm(Form):
    """What the unit and the team agree on; `made` is the row it becomes, so that sending twice signs once."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    represented_by = forms.CharField(label=_("单位签字人"), max_length=60)
    rounds = forms.CharField(
        label=_("巡诊时间和地点"), max_length=120, help_text=_("如“健康驿站，每月第一个周三上午”。")
    )
    starts_on = DateField(label=_("开始日期"))
    ends_on = DateField(label=_("截止日期"))
    services = forms.MultipleChoiceField(label=_("服务内容"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, community: Community, offered: list[str], today: dt.date, *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["made"].initial = new_id()
        self.fields["services"].choices = [(code, word_of(code)) for code in offered]
        self.fields["represented_by"].initial = community.contact_name
        self.fields["rounds"].initial = community.service_point
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = add_years(today, 1) - ONE_DAY

    def plan(self) -> AgreementPlan:
        """The agreement behind valid answers."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "made"}
        return AgreementPlan(**data | {"services": tuple(data["services"])})


class EndAgreementForm(Form):
    """Why it ends before its term."""

    reason = forms.CharField(label=_("终止原因"), max_length=200)
