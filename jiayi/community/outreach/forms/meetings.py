"""The forms of a meeting or training: planned, held, cancelled."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach import selectors
from jiayi.community.outreach.models import Meeting
from jiayi.community.outreach.terms import MeetingKind, MeetingPlan
from jiayi.foundation.base.models import new_id
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.terms import TeamFacts

from .fields import TimeField, words


class MeetingForm(Form):
    """A meeting of a team; `made` is the row it becomes, so that sending twice plans once."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect, initial=MeetingKind.TEAM_MEETING)
    title = forms.CharField(label=_("议题"), max_length=80, help_text=_("如“11月团队例会：随访质量和下月安排”。"))
    topics = forms.MultipleChoiceField(label=_("培训内容"), required=False, widget=forms.CheckboxSelectMultiple)
    teacher = forms.CharField(label=_("授课专家"), required=False, max_length=60)
    teacher_from = forms.CharField(label=_("专家单位"), required=False, max_length=80)
    held_on = DateField(label=_("日期"))
    begins_at = TimeField(label=_("开始时间"))
    ends_at = TimeField(label=_("结束时间"))
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    participants = forms.MultipleChoiceField(label=_("应到人员"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, team: TeamFacts, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        members = [(str(key), name) for key, name in selectors.members_of(team.id, today)]
        self.fields["kind"].choices = options_of(MeetingKind)
        self.fields["topics"].choices = selectors.words_of(selectors.training_topics(team.region_code, today))
        self.fields["participants"].choices = members
        self.fields["participants"].initial = [key for key, _name in members]
        self.fields["made"].initial = new_id()
        self.fields["held_on"].initial = today

    def plan(self, team_id: UUID) -> MeetingPlan:
        """The plan behind valid answers."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "made"}
        people = tuple(UUID(one) for one in data.pop("participants"))
        return MeetingPlan(team_id=team_id, topics=tuple(data.pop("topics")), participants=people, **data)


def meeting_values(meeting: Meeting) -> dict[str, Any]:
    """A meeting as the form's first values."""
    names = [name for name in MeetingForm.base_fields if name not in ("made", "participants")]
    invited = [str(one.practitioner_id) for one in meeting.participants.all()]
    return {name: getattr(meeting, name) for name in names} | {"participants": invited}


class HoldMeetingForm(Form):
    """Who came, and what was said and decided."""

    came = forms.MultipleChoiceField(label=_("实到人员"), required=False, widget=forms.CheckboxSelectMultiple)
    minutes = words(_("会议记录"), most=2000, required=True)
    decisions = words(_("议定事项和下月计划"), most=1000)

    def __init__(self, meeting: Meeting, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        invited = list(meeting.participants.all())
        self.fields["came"].choices = [(str(one.practitioner_id), one.practitioner.name) for one in invited]
        self.fields["came"].initial = [str(one.practitioner_id) for one in invited if one.came is not False]
        self.fields["minutes"].initial, self.fields["decisions"].initial = meeting.minutes, meeting.decisions

    def given(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return self.cleaned_data | {"came": {UUID(one) for one in self.cleaned_data["came"]}}


class CancelMeetingForm(Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(label=_("取消原因"), max_length=200)
