"""Minimum levels, and what is asked of the county."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.rows import RowsField
from jiayi.service.prescriptions.models import SupplyRequest
from jiayi.service.prescriptions.selectors.catalogue import SEPARATOR, choices


def _drugs(region_code: str) -> list[tuple[str, Any]]:
    return [("", _("请选择")), *((one.code, one.label) for one in choices(get_language() or "", region_code))]


class MinimumForm(Form):
    """Of how many units to be warned."""

    drug = forms.ChoiceField(label=_("药品、规格"))
    minimum = forms.IntegerField(label=_("最低库存"), min_value=0, max_value=10_000_000, help_text=_("填0不再提醒。"))

    def __init__(self, *arguments: Any, region_code: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["drug"].choices = _drugs(region_code)

    def given(self) -> dict[str, Any]:
        """As the service takes it."""
        drug, form, strength = self.cleaned_data["drug"].split(SEPARATOR)
        return {"drug": drug, "form": form, "strength": strength, "minimum": self.cleaned_data["minimum"]}


class SupplyForm(Form):
    """What the county is asked for."""

    to_institution = forms.ChoiceField(label=_("供应医院"))
    reason = forms.CharField(label=_("申领原因"), max_length=200, help_text=_("如非基本药物、下转患者用药、库存不足。"))
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, suppliers: Iterable[Any], region_code: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["to_institution"].choices = [
            ("", _("请选择")),
            *(
                (str(one.id), _("%(name)s（本医共体）") % {"name": one.name} if one.is_near else one.name)
                for one in suppliers
            ),
        ]
        self.fields["submission_id"].initial = uuid4()
        self.fields["lines"] = RowsField(
            {
                "drug": forms.ChoiceField(label=_("药品、规格"), choices=_drugs(region_code)),
                "quantity": forms.IntegerField(label=_("数量"), min_value=1, max_value=10_000_000),
            },
            label=_("申领药品"),
        )

    def wanted(self) -> list[tuple[str, str, str, int]]:
        """Drug, form, strength and units of each line."""
        return [(*row["drug"].split(SEPARATOR), row["quantity"]) for row in self.cleaned_data["lines"]]


class SendForm(Form):
    """How much of each line is sent."""

    def __init__(self, request: SupplyRequest, labels: dict[int, str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lines = list(request.lines.all())
        for line in self.lines:
            self.fields[f"quantity_{line.id}"] = forms.IntegerField(
                label=labels[line.id], min_value=0, max_value=line.quantity, initial=line.quantity
            )

    def quantities(self) -> dict[int, int]:
        """Units by line."""
        return {line.id: self.cleaned_data[f"quantity_{line.id}"] for line in self.lines}


class SupplyNoteForm(Form):
    """Why a request ends."""

    note = forms.CharField(label=_("说明"), max_length=200)


def _named(supplier: Any) -> str:
    return gettext("%(name)s（本医共体）") % {"name": supplier.name} if supplier.is_near else supplier.name
