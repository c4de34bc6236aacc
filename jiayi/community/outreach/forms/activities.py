"""The forms of an activity: planned, held, cancelled."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach import selectors
from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import ActivityKind, ActivityPlan, ActivityResult, CancelReason, Reason
from jiayi.foundation.base.models import new_id
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.registry.organization.terms import TeamFacts

from .fields import TimeField, count, words


class ActivityForm(Form):
    """An activity of a team; `made` is the row it becomes, so that sending twice plans once."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect, initial=ActivityKind.LECTURE)
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("如“高血压防治健康大课堂”。"))
    topic = forms.ChoiceField(label=_("主题"), required=False)
    contract_minutes = forms.IntegerField(
        label=_("其中介绍签约服务（分钟）"), required=False, min_value=0, max_value=600
    )
    region_code = forms.ChoiceField(label=_("村（社区）"))
    place = forms.CharField(label=_("地点"), max_length=120, help_text=_("如“村委会会议室”“卫生院一楼大厅”。"))
    held_on = DateField(label=_("日期"))
    begins_at = TimeField(label=_("开始时间"))
    ends_at = TimeField(label=_("结束时间"))
    staff = forms.MultipleChoiceField(label=_("参加的团队成员"), required=False, widget=forms.CheckboxSelectMultiple)
    expert = forms.CharField(label=_("外请专家"), required=False, max_length=120, help_text=_("姓名和单位。"))
    co_host = forms.CharField(
        label=_("联办单位"), required=False, max_length=120, help_text=_("如街道办事处、居委会、学校。")
    )
    channels = forms.MultipleChoiceField(
        label=_("宣传渠道"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("用哪些渠道预告和宣传。")
    )
    tags = forms.MultipleChoiceField(label=_("结合的项目"), required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, team: TeamFacts, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        topics = selectors.words_of(selectors.topics(team.region_code, today))
        tags = selectors.words_of(selectors.tags(team.region_code, today))
        channels = selectors.words_of(selectors.channels(team.region_code, today))
        self.fields["kind"].choices = options_of(ActivityKind)
        self.fields["topic"].choices = [("", _("请选择")), *topics]
        self.fields["region_code"].choices = selectors.places_of(team.id, today)
        self.fields["staff"].choices = [(str(key), name) for key, name in selectors.members_of(team.id, today)]
        self.fields["made"].initial = new_id()
        self.fields["held_on"].initial = today
        for name, choices in (("tags", tags), ("channels", channels)):
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]

    def plan(self, team_id: UUID) -> ActivityPlan:
        """The plan behind valid answers."""
        data = self.cleaned_data
        where = ("region_code", "place", "held_on", "begins_at", "ends_at")
        same = ("kind", "title", "topic", *where, "expert", "co_host", "note")
        return ActivityPlan(
            team_id=team_id,
            tags=tuple(data.get("tags", ())),
            channels=tuple(data.get("channels", ())),
            staff=tuple(UUID(one) for one in data["staff"]),
            contract_minutes=data["contract_minutes"],
            **{name: data[name] for name in same},
        )


def values_of(activity: Activity) -> dict[str, Any]:
    """An activity as the form's first values."""
    names = [name for name in ActivityForm.base_fields if name not in ("made", "region_code", "staff")]
    return {name: getattr(activity, name) for name in names} | {
        "region_code": activity.region_id,
        "staff": [str(one.id) for one in activity.staff.all()],
    }


class CancelForm(Form):
    """Why an activity does not take place."""

    reason = forms.ChoiceField(label=_("原因"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(CancelReason)]

    def given(self) -> Reason:
        """The reason behind valid answers."""
        return Reason(self.cleaned_data["reason"], self.cleaned_data["note"])


class HoldForm(Form):
    """What came of an activity."""

    attended = count(_("参加人数"), help_text=_("包括没有按姓名签到的人。"))
    contract_minutes = forms.IntegerField(
        label=_("其中介绍签约服务（分钟）"), required=False, min_value=0, max_value=600
    )
    given = count(_("发放资料（份）"))
    asked = count(_("现场调查（人）"))
    satisfied = count(_("其中满意（人）"))
    aware = count(_("其中知道自己的家庭医生（人）"))
    summary = words(_("活动小结"), most=1000)
    problems = words(_("存在问题"), most=500)

    def __init__(self, activity: Activity, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            field.initial = getattr(activity, name)
        self.fields["attended"].initial = max(activity.attended, getattr(activity, "named", 0))

    def result(self) -> ActivityResult:
        """The result behind valid answers."""
        return ActivityResult(**self.cleaned_data)


class ReopenForm(Form):
    """Why an archived activity is opened again."""

    why = words(_("退回原因"), most=200, required=True)
