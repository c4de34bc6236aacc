"""Judging a finding, and answering one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of
from jiayi.insight.assurance.terms import CONCLUSIONS

LONGEST = 1000


class ConclusionForm(Form):
    """What a finding turned out to be, and why."""

    conclusion = forms.ChoiceField(label=_("认定结论"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("认定理由"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明核查了什么、依据什么。认定不自动产生处罚。"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["conclusion"].choices = options_of(CONCLUSIONS)


class AnswerForm(Form):
    """What somebody says of a finding about themselves."""

    answer = forms.CharField(label=_("情况说明"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
