"""Forms of deaths, departures and moves."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.people.choosing import Choices, codes
from jiayi.registry.people.terms import RelationToHead, ResidentStatus

MOVED_WITHIN = "moved_within"
KINDS = (
    (MOVED_WITHIN, gettext_lazy("迁到本县其他村（社区）")),
    (ResidentStatus.MOVED_AWAY.value, gettext_lazy("迁出本县")),
    (ResidentStatus.DECEASED.value, gettext_lazy("死亡")),
    (ResidentStatus.UNREACHABLE.value, gettext_lazy("失访")),
    (ResidentStatus.REFUSED.value, gettext_lazy("拒绝建档")),
    (ResidentStatus.OTHER.value, gettext_lazy("其他原因注销")),
)


class DepartureForm(Form):
    """What happened, when, by what evidence; for a move also where to."""

    kind = forms.ChoiceField(label=gettext_lazy("发生了什么"), choices=KINDS, widget=forms.RadioSelect)
    on = DateField(label=gettext_lazy("日期"))
    evidence = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如死亡证明、户口迁移证、电话核实。"),
    )
    to_region = forms.ChoiceField(label=gettext_lazy("迁到"), required=False)
    household_number = forms.CharField(label=gettext_lazy("迁入户编号"), max_length=30, required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("与户主关系"), required=False, choices=lambda: codes(RelationToHead)
    )
    address = forms.CharField(label=gettext_lazy("新住址"), max_length=200, required=False)

    def __init__(self, *args: Any, villages: list[tuple[str, Choices]], today: date, **options: Any):
        super().__init__(*args, **options)
        self.fields["to_region"].choices = [("", "—"), *villages]
        self.fields["on"].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("kind") == MOVED_WITHIN and not answers.get("to_region"):
            self.add_error("to_region", ValidationError(gettext_lazy("请选择迁到哪个村（社区）。")))
        return answers

    def shared_fields(self) -> list[Any]:
        return [self[name] for name in ("kind", "on", "evidence")]

    def move_fields(self) -> list[Any]:
        return [self[name] for name in ("to_region", "household_number", "relation", "address")]


class ReasonForm(Form):
    """Why something is taken back."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)
