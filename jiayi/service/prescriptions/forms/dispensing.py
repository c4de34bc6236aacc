"""The forms of the counter: scan, give out, confirm receipt, take back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.prescriptions.models import Dispensing
from jiayi.service.prescriptions.selectors.supplies import Supply
from jiayi.service.prescriptions.terms import DispenseRequest, EarlyReason, Relation, ReturnReason, Way

USUAL_DAYS = 28


class ScanForm(Form):
    """The code of a prescription, typed or scanned; the scanner ends it with Enter."""

    code = forms.CharField(
        label=_("处方编号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "inputmode": "text"}),
    )


class DispenseForm(Form):
    """How much, by which way, to whom."""

    institution = forms.ChoiceField(label=_("发药机构"))
    days = forms.IntegerField(label=_("发药天数"), min_value=0, help_text=_("填0只补发以前欠的药。"))
    way = forms.ChoiceField(label=_("领取方式"))
    relation = forms.ChoiceField(label=_("领药人"))
    picker_name = forms.CharField(label=_("领药人姓名"), required=False, max_length=60)
    picker_number = forms.CharField(
        label=_("领药人证件号码"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    carrier = forms.CharField(label=_("承运单位"), required=False, max_length=60)
    waybill = forms.CharField(label=_("运单号"), required=False, max_length=60)
    early_reason = forms.ChoiceField(label=_("提前领药的原因"), required=False)
    early_note = forms.CharField(label=_("提前领药的说明"), required=False, max_length=200)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, supply: Supply, institutions: Sequence[tuple[str, str]], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.supply = supply
        self.fields["institution"].choices = institutions
        self.fields["days"].initial = min(USUAL_DAYS, supply.remaining_days)
        self.fields["days"].max_value = supply.remaining_days
        self.fields["way"].choices = options_of(Way)
        self.fields["relation"].choices = options_of(Relation)
        self.fields["early_reason"].choices = [("", _("不提前")), *options_of(EarlyReason)]
        self.fields["submission_id"].initial = uuid4()
        for one in supply.items:
            self.fields[f"quantity_{one.item.id}"] = forms.IntegerField(
                label=_("本次数量"), min_value=0, required=False, help_text=_("留空即按应发数量。")
            )
            self.fields[f"lot_{one.item.id}"] = forms.CharField(label=_("批号"), required=False, max_length=40)
            self.fields[f"expires_{one.item.id}"] = DateField(label=_("有效期"), required=False)

    @property
    def item_fields(self) -> list[dict[str, Any]]:
        """Each item with its fields, as the page shows them."""
        return [
            {
                "supply": one,
                "quantity": self[f"quantity_{one.item.id}"],
                "lot": self[f"lot_{one.item.id}"],
                "expires": self[f"expires_{one.item.id}"],
            }
            for one in self.supply.items
        ]

    def request(self, prescription_id: UUID) -> DispenseRequest:
        """What was asked for; an empty quantity means what is due."""
        given = self.cleaned_data
        ids = [one.item.id for one in self.supply.items]
        quantities = {one: given[f"quantity_{one}"] for one in ids if given.get(f"quantity_{one}") is not None}
        lots = {
            one: (given[f"lot_{one}"], given[f"expires_{one}"])
            for one in ids
            if given.get(f"lot_{one}") and given.get(f"expires_{one}")
        }
        names = ("picker_name", "picker_number", "carrier", "waybill", "early_reason", "early_note", "submission_id")
        return DispenseRequest(
            prescription_id=prescription_id,
            days=given["days"],
            way=Way(given["way"]),
            relation=Relation(given["relation"]),
            quantities=quantities,
            lots=lots,
            **{name: given[name] for name in names},
        )


class ReceiptForm(Form):
    """A delivery has arrived."""

    received_on = DateField(label=_("签收日期"))
    received_by = forms.CharField(label=_("签收人"), max_length=60)

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["received_on"].latest = self.fields["received_on"].initial = today


class ReturnForm(Form):
    """What comes back, and why."""

    reason = forms.ChoiceField(label=_("退回原因"))
    days = forms.IntegerField(label=_("退回的天数"), min_value=0)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, given: Dispensing, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].choices = [("", _("请选择")), *options_of(ReturnReason)]
        self.fields["days"].initial = given.days
        self.fields["submission_id"].initial = uuid4()
        self.dispensed = list(given.items.select_related("item").order_by("id"))
        for one in self.dispensed:
            label = f"{one.item.name} {one.item.strength} {one.lot_number}"
            self.fields[f"quantity_{one.id}"] = forms.IntegerField(
                label=label, min_value=0, max_value=one.quantity, required=False, initial=one.quantity
            )

    def quantities(self) -> dict[int, int]:
        """Units by the id of what was dispensed."""
        return {one.id: self.cleaned_data.get(f"quantity_{one.id}") or 0 for one in self.dispensed}
