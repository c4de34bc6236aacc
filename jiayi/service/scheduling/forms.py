"""The forms of schedules, sessions and bookings."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.core.choices import Choice
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.scheduling.models import Schedule, Session
from jiayi.service.scheduling.terms import (
    MOST_PLACES,
    REASONS_NOT_HELD,
    REASONS_TO_CANCEL,
    REASONS_TO_GIVE_BACK,
    OnHoliday,
    Pattern,
    Reason,
    Recurrence,
    SchedulePlan,
    SessionKind,
)
from jiayi.service.scheduling.wording import week_name, weekday_name

WEEKS = (1, 2, 3, 4, -1)


class TimeField(forms.TimeField):
    """A time of day, by the browser's own control or typed as 08:30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": _("请按 08:30 的样子填写时间。"), "required": _("请填写时间。")}


class DaysField(forms.CharField):
    """Days of the month as people write them: 5、15、25."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value  # data, not for translation

    def to_python(self, value: Any) -> tuple[int, ...]:
        found = [int(part) for part in re.findall(r"[0-9]+", super().to_python(value))[:31]]
        if any(not 1 <= one <= 31 for one in found):
            raise ValidationError(_("日期应在 1 至 31 之间，例如 5、15、25。"))
        return tuple(found)


class ScheduleForm(Form):
    """A clinic or round that comes again; which fields of the rule matter depends on the pattern."""

    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect, initial=SessionKind.CONTRACT_CLINIC)
    title = forms.CharField(label=_("名称"), max_length=60, help_text=_("如“高血压签约门诊”“龙坝村巡诊”。"))
    region_code = forms.ChoiceField(label=_("巡诊的村（社区）"), required=False)
    place = forms.CharField(
        label=_("地点"), required=False, max_length=120, help_text=_("如“卫生院一楼签约门诊”“村委会”。")
    )
    pattern = forms.ChoiceField(label=_("周期"), initial=Pattern.WEEKLY)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    weeks = forms.TypedMultipleChoiceField(
        label=_("第几个"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    month_days = DaysField(label=_("每月几日"), required=False, help_text=_("如 5、15、25；没有的日子跳过。"))
    starts_on = DateField(label=_("开始日期"))
    ends_on = DateField(label=_("结束日期"), required=False, help_text=_("长期的留空。"))
    begins_at = TimeField(label=_("开始时间"), required=False)
    ends_at = TimeField(label=_("结束时间"), required=False)
    capacity = forms.IntegerField(label=_("每场号数"), min_value=1, max_value=MOST_PLACES, initial=20)
    on_duty = forms.MultipleChoiceField(label=_("出诊人员"), required=False, widget=forms.CheckboxSelectMultiple)
    on_holiday = forms.ChoiceField(label=_("法定节假日"), initial=OnHoliday.SKIP)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(
        self,
        today: dt.date,
        *arguments: Any,
        members: Sequence[tuple[UUID, str]],
        villages: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = options_of(SessionKind)
        self.fields["pattern"].choices = options_of(Pattern)
        self.fields["on_holiday"].choices = options_of(OnHoliday)
        self.fields["weekdays"].choices = [(one, weekday_name(one)) for one in range(1, 8)]
        self.fields["weeks"].choices = [(one, week_name(one)) for one in WEEKS]
        self.fields["region_code"].choices = [("", _("请选择")), *villages]
        self.fields["on_duty"].choices = [(str(key), name) for key, name in members]
        self.fields["starts_on"].initial = today

    def plan(self, team_id: UUID) -> SchedulePlan:
        """The plan behind valid answers; what another pattern asks for is left out."""
        data = self.cleaned_data
        pattern = data["pattern"]
        with_weekdays = pattern in (Pattern.WEEKLY, Pattern.FORTNIGHTLY, Pattern.MONTHLY_WEEKDAY)
        rule = Recurrence(
            pattern=pattern,
            starts_on=data["starts_on"],
            ends_on=None if pattern == Pattern.ONCE else data["ends_on"],
            weekdays=tuple(data["weekdays"]) if with_weekdays else (),
            weeks=tuple(data["weeks"]) if pattern == Pattern.MONTHLY_WEEKDAY else (),
            month_days=data["month_days"] if pattern == Pattern.MONTHLY_DAY else (),
        )
        same = ("kind", "title", "region_code", "place", "begins_at", "ends_at", "capacity", "on_holiday", "note")
        on_duty = tuple(UUID(one) for one in data["on_duty"])
        return SchedulePlan(team_id=team_id, recurrence=rule, on_duty=on_duty, **{name: data[name] for name in same})


class ChangeScheduleForm(ScheduleForm):
    """The same, from a day on."""

    from_on = DateField(label=_("从哪天起按新的排班"))

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(today, *arguments, **options)
        self.fields["from_on"].initial = today


def values_of(schedule: Schedule, today: dt.date) -> dict[str, Any]:
    """A schedule as the form's first values."""
    names = [name for name in ScheduleForm.base_fields if name not in ("region_code", "on_duty")]
    return {name: getattr(schedule, name) for name in names} | {
        "region_code": schedule.region_id,
        "on_duty": [str(one.id) for one in schedule.on_duty.all()],
        "from_on": today,
    }


class StopForm(Form):
    """The last day of a schedule."""

    last_on = DateField(label=_("最后一天"), help_text=_("之后没有预约的场次取消，有预约的留待处理。"))

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["last_on"].initial = today


class ReasonForm(Form):
    """A coded reason, in words where it is another."""

    reason = forms.ChoiceField(label=_("原因"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    reasons: Sequence[Choice] = ()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(self.reasons)]

    def given(self) -> Reason:
        """The reason behind valid answers."""
        return Reason(self.cleaned_data["reason"], self.cleaned_data["note"])


class CancelSessionForm(ReasonForm):
    """Why a session is called off."""

    reasons = REASONS_TO_CANCEL


class NotHeldForm(ReasonForm):
    """Why a session was not held."""

    reasons = REASONS_NOT_HELD


class CancelBookingForm(ReasonForm):
    """Why a place is given back."""

    reasons = REASONS_TO_GIVE_BACK


class MoveSessionForm(ReasonForm):
    """Another day, time or place of one session."""

    held_on = DateField(label=_("改到哪天"))
    begins_at = TimeField(label=_("开始时间"))
    ends_at = TimeField(label=_("结束时间"))
    place = forms.CharField(label=_("地点"), max_length=120)
    reasons = REASONS_TO_CANCEL
    field_order = ("held_on", "begins_at", "ends_at", "place", "reason", "note")


class ChangeSessionForm(Form):
    """Places and people of one session."""

    capacity = forms.IntegerField(label=_("号数"), min_value=1, max_value=MOST_PLACES)
    on_duty = forms.MultipleChoiceField(label=_("出诊人员"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, session: Session, *arguments: Any, members: Sequence[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        held = {str(one.id): one.name for one in session.on_duty.all()}
        self.fields["on_duty"].choices = list((held | {str(key): name for key, name in members}).items())
        self.fields["on_duty"].initial = list(held)
        self.fields["capacity"].initial = session.capacity


class BookForm(Form):
    """A resident for a session, or a session for a resident; why, and whether to wait where it is full."""

    resident = forms.UUIDField(required=False)
    session = forms.UUIDField(required=False)
    household = forms.UUIDField(required=False)
    purpose = forms.CharField(label=_("事由"), required=False, max_length=100, help_text=_("如“高血压随访”。"))
    waits = forms.BooleanField(label=_("约满时列入候补"), required=False)
    walk_in = forms.BooleanField(required=False)


class FindForm(Form):
    """What is typed to find a resident; it travels in the body alone."""

    text = forms.CharField(label=_("姓名、拼音首字母、证件号或电话"), max_length=60)
