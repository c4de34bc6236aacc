"""Tell of the policy, open the service, report a reaction, look at the medicine box."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.aftercare import BoxItem
from jiayi.service.prescriptions.selectors.catalogue import choices
from jiayi.service.prescriptions.terms import (
    BoxFinding,
    BoxProblem,
    Measure,
    NoticeWay,
    ReactionOutcome,
    ReactionReport,
    Severity,
)


class NoticeForm(Form):
    """How and when those who were chosen were told."""

    told_on = DateField(label=_("告知日期"))
    way = forms.ChoiceField(label=_("告知方式"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["told_on"].latest = self.fields["told_on"].initial = today
        self.fields["way"].choices = options_of(NoticeWay)


class OpeningForm(Form):
    """From when on an institution offers long-term prescriptions."""

    opened_on = DateField(label=_("开展日期"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["opened_on"].latest = self.fields["opened_on"].initial = today


class ReactionForm(Form):
    """A reaction to a medicine."""

    drug = forms.ChoiceField(label=_("怀疑药品"))
    lot_number = forms.CharField(label=_("批号"), required=False, max_length=40)
    began_on = DateField(label=_("发生日期"))
    severity = forms.ChoiceField(label=_("程度"))
    description = forms.CharField(
        label=_("不良反应过程描述"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    measures = forms.ChoiceField(label=_("处理"))
    outcome = forms.ChoiceField(label=_("结果"))
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, today: dt.date, order: Prescription | None, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["drug"].choices = [("", _("请选择")), *_drugs(order)]
        self.fields["began_on"].latest = today
        for name, known in (("severity", Severity), ("measures", Measure), ("outcome", ReactionOutcome)):
            self.fields[name].choices = [("", _("请选择")), *options_of(known)]
        self.fields["submission_id"].initial = uuid4()

    def report(self, resident_id: UUID, prescription_id: UUID | None) -> ReactionReport:
        """As the service takes it."""
        return ReactionReport(resident_id=resident_id, prescription_id=prescription_id, **self.cleaned_data)


def _drugs(order: Prescription | None) -> list[tuple[str, str]]:
    """The order's medicines; all of the catalogue where it is about none."""
    if order is not None:
        return [(one.drug, f"{one.name} {one.strength}") for one in order.items.order_by("position")]
    found = {one.drug: one.label.split(" ")[0] for one in choices(get_language() or "")}
    return list(found.items())


class SentForm(Form):
    """The number under which the authority has the report."""

    number = forms.CharField(label=_("报告编号"), max_length=40)
    sent_on = DateField(label=_("上报日期"))

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["sent_on"].latest = self.fields["sent_on"].initial = today


class BoxForm(Form):
    """What was counted and found of each medicine at home."""

    advice = forms.CharField(
        label=_("给家庭的建议"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, box: Sequence[BoxItem], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.box = box
        self.fields["submission_id"].initial = uuid4()
        for one in box:
            key = one.item.id
            self.fields[f"left_{key}"] = forms.IntegerField(label=_("实有数量"), min_value=0, required=False)
            self.fields[f"problems_{key}"] = forms.MultipleChoiceField(
                label=_("问题"), required=False, choices=options_of(BoxProblem), widget=forms.CheckboxSelectMultiple
            )
            self.fields[f"note_{key}"] = forms.CharField(label=_("说明"), required=False, max_length=100)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each medicine with its fields, as the page shows them."""
        return [
            {
                "left_field": self[f"left_{one.item.id}"],
                "problems": self[f"problems_{one.item.id}"],
                "note": self[f"note_{one.item.id}"],
            }
            for one in self.box
        ]

    def findings(self) -> list[BoxFinding]:
        """As the service takes it."""
        data = self.cleaned_data
        return [
            BoxFinding(
                one.item.id,
                data[f"left_{one.item.id}"],
                tuple(data[f"problems_{one.item.id}"]),
                data[f"note_{one.item.id}"],
            )
            for one in self.box
        ]
