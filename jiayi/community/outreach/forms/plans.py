"""The forms of a team's plan of a year: goals with the division of work, and a line that was done."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach import selectors
from jiayi.community.outreach.models import WorkPlan
from jiayi.community.outreach.terms import DutyAsked
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.rows import RowsField

from .fields import words


class PlanForm(Form):
    """The goals, and who does what by when."""

    goals = words(_("全年目标"), most=1000, required=True, help_text=_("如签约、续签、随访和控制率要达到多少。"))

    def __init__(self, members: list[tuple[UUID, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        people = [("", "—"), *((str(key), name) for key, name in members)]
        self.fields["duties"] = RowsField(
            {
                "what": forms.CharField(label=_("工作任务"), max_length=200),
                "practitioner_id": forms.ChoiceField(label=_("负责人"), choices=people),
                "due_on": DateField(label=_("完成期限")),
            },
            label=_("任务分工"),
            help_text=_("空行不保存。"),
        )

    def given(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        rows = self.cleaned_data["duties"]
        duties = [DutyAsked(row["what"], UUID(row["practitioner_id"]), row["due_on"]) for row in rows]
        return {"goals": self.cleaned_data["goals"], "duties": duties}


class DutyForm(Form):
    """What came of one line of the plan."""

    result = words(_("完成情况"), most=200, required=True)


class ReviewForm(Form):
    """What the review of a plan came to."""

    review = words(_("审核意见"), most=500, required=True)


def plan_values(plan: WorkPlan | None) -> dict[str, Any]:
    """A plan as the form's first values: what is done stands outside of it."""
    rows = selectors.duties_of(plan).filter(done_on=None)
    duties = [{"what": one.what, "practitioner_id": str(one.practitioner_id), "due_on": one.due_on} for one in rows]
    return {"goals": plan.goals if plan else "", "duties": duties}
