"""What each act on a referral asks for; an act without a form is one button."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.referral.terms import (
    BY_BUTTON,
    REASONS_TO_CANCEL,
    REASONS_TO_REDIRECT,
    REASONS_TO_REFUSE,
    REASONS_TO_REJECT,
    Act,
    Appointment,
    ConsentBy,
    Destination,
    DownPurpose,
    PlanStep,
    Reason,
    ReplyRequest,
)

_LINE = re.compile(r"^\s*(\d{4}-\d{1,2}-\d{1,2})\s*[ ，,：:]\s*(\S.*)$")


class ActForm(Form):
    """A word on the act."""

    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *arguments: Any, receivers: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.receivers = receivers

    def given(self) -> dict[str, Any]:
        """What the service takes of it."""
        return {"note": self.cleaned_data["note"]}


class ReasonForm(ActForm):
    """A coded reason, in words where it is another."""

    reason = forms.ChoiceField(label=_("原因"))
    reasons: Sequence[Reason] = ()
    field_order = ("reason", "to_institution", "note")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(self.reasons)]

    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["note"]}


class CancelForm(ReasonForm):
    """Why a referral is taken back."""

    reasons = REASONS_TO_CANCEL


class RejectForm(ReasonForm):
    """Why it is not accepted."""

    reasons = REASONS_TO_REJECT


class RedirectForm(ReasonForm):
    """Where it goes instead, and why."""

    reasons = REASONS_TO_REDIRECT
    to_institution = forms.ChoiceField(label=_("改转到"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to_institution"].choices = [
            ("", _("请选择")),
            *((str(one.id), one.name) for one in self.receivers),
        ]

    def given(self) -> dict[str, Any]:
        place = Destination(institution_id=UUID(self.cleaned_data["to_institution"]))
        return super().given() | {"destination": place}


class ScheduleForm(ActForm):
    """When and where the patient is expected."""

    appointment_on = DateField(label=_("就诊日期"))
    time = forms.CharField(label=_("时间"), required=False, max_length=30, help_text=_("如“上午9:00”。"))
    department = forms.CharField(label=_("科室和地点"), required=False, max_length=60)
    contact = forms.CharField(label=_("联系人"), required=False, max_length=60)
    field_order = ("appointment_on", "time", "department", "contact", "note")

    def given(self) -> dict[str, Any]:
        return super().given() | {"appointment": self._appointment()}

    def _appointment(self) -> Appointment | None:
        data = self.cleaned_data
        if not data["appointment_on"]:
            return None
        return Appointment(data["appointment_on"], data["time"], data["department"], data["contact"])


class AcceptForm(ScheduleForm):
    """The same, where it is known at once."""

    appointment_on = DateField(label=_("就诊日期"), required=False, help_text=_("还没定的留空，之后再安排。"))


class CompleteForm(Form):
    """The papers of an emergency."""

    consent_by = forms.ChoiceField(label=_("由谁同意"))
    illness = forms.CharField(
        label=_("补充病情"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *arguments: Any, receivers: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["consent_by"].choices = options_of(ConsentBy)

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ApprovalForm(ReasonForm):
    """The insurer's decision; a refusal gives its reason."""

    reasons = REASONS_TO_REFUSE
    decision = forms.ChoiceField(
        label=_("决定"), choices=[("approve", _("批准")), ("refuse", _("不批准"))], widget=forms.RadioSelect
    )
    field_order = ("decision", "reason", "note")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].required = False

    def given(self) -> dict[str, Any]:
        given = super().given()
        return given if self.cleaned_data["decision"] == "refuse" else {"note": given["note"]}


class FollowUpForm(ActForm):
    """What the follow-up found."""

    note = forms.CharField(label=_("随访情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PlanField(forms.CharField):
    """One thing a line: the day and what is to be done."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> tuple[PlanStep, ...]:
        lines = [line for line in super().to_python(value).splitlines() if line.strip()]
        return tuple(_step(line, at) for at, line in enumerate(lines, 1))


def _step(line: str, at: int) -> PlanStep:
    found = _LINE.match(line)
    try:
        if found is None:
            raise ValueError(line)
        year, month, day = map(int, found[1].split("-"))
        return PlanStep(found[2].strip(), dt.date(year, month, day))
    except ValueError as error:
        words = _("第%(line)s行请写成“日期 内容”，如“2026-12-10 复查血压”。")
        raise ValidationError(words, params={"line": at}) from error


def _long(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class ReplyForm(Form):
    """The return form (回转单) with the plan for home."""

    diagnosis = forms.CharField(label=_("诊断结果"), max_length=200)
    inpatient_number = forms.CharField(label=_("住院病案号"), required=False, max_length=40)
    exam_results = _long(_("主要检查结果"), required=False)
    summary = _long(_("治疗经过"))
    drugs = _long(_("用药"))
    next_plan = _long(_("下一步治疗方案及康复建议"))
    warning_signs = _long(_("警示症状"))
    revisit_on = DateField(label=_("复诊日期"))
    contact = forms.CharField(label=_("联系人和电话"), max_length=100)
    purposes = forms.MultipleChoiceField(label=_("回到基层需要"), widget=forms.CheckboxSelectMultiple)
    plan = PlanField(
        label=_("在基层要做的事"), required=False, help_text=_("每行一项：日期 内容，如“2026-12-10 复查血压”。")
    )
    diagnosis_clear = forms.BooleanField(label=_("诊断明确"), required=False, initial=True)
    stable = forms.BooleanField(label=_("病情稳定"), required=False, initial=True)
    willing = forms.BooleanField(label=_("患者愿意"), required=False, initial=True)

    def __init__(self, *arguments: Any, receivers: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["purposes"].choices = options_of(DownPurpose)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"reply": ReplyRequest(**(data | {"purposes": tuple(data["purposes"])}))}


ACT_FORMS: dict[Act, type[Any] | None] = {
    Act.CANCEL: CancelForm,
    Act.COMPLETE: CompleteForm,
    Act.ACCEPT: AcceptForm,
    Act.REJECT: RejectForm,
    Act.REDIRECT: RedirectForm,
    Act.SCHEDULE: ScheduleForm,
    Act.PROPOSE_RETURN: ReplyForm,
    Act.FOLLOW_UP: FollowUpForm,
    Act.CLOSE: ActForm,
    **dict.fromkeys(BY_BUTTON),
}
