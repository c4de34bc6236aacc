"""Judging a finding, and answering one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of, word_of
from jiayi.insight.assurance import permissions, selectors
from jiayi.insight.assurance.terms import CONCLUSIONS
from jiayi.registry.organization import selectors as organization

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

    measure = forms.ChoiceField(label=_("处理决定"), required=False, help_text=_("认定属实时选择。"))

    def __init__(self, measures: Sequence[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["conclusion"].choices = options_of(CONCLUSIONS)
        if measures:
            self.fields["measure"].choices = [("", "—"), *((code, word_of(code)) for code in measures)]
        else:
            del self.fields["measure"]


class ReportForm(Form):
    """What somebody saw of a team."""

    team_id = forms.TypedChoiceField(label=_("团队"), coerce=UUID)
    kind = forms.ChoiceField(label=_("问题类别"), widget=forms.RadioSelect)
    seen_on = DateField(label=_("发现日期"))
    statement = forms.CharField(
        label=_("问题情况"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明时间、地点、看到了什么；不写居民的姓名和证件号。"),
    )

    def __init__(self, viewer: Viewer, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        teams = organization.teams_of_scope(viewer, viewer.scope(permissions.REVIEW), on=today)
        self.fields["team_id"].choices = [("", _("请选择")), *((str(key), name) for key, name in teams)]
        self.fields["kind"].choices = [(code, word_of(code)) for code in selectors.accountability("", today).kinds]
        self.fields["seen_on"].initial = today


class AnswerForm(Form):
    """What somebody says of a finding about themselves."""

    answer = forms.CharField(label=_("情况说明"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
