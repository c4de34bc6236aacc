"""The forms of stock: receive, write off, count."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.service.prescriptions.selectors.catalogue import SEPARATOR, choices


class ReceiveForm(Form):
    """A lot that has come in."""

    drug = forms.ChoiceField(label=_("药品、规格"))
    number = forms.CharField(label=_("批号"), max_length=40)
    expires_on = DateField(label=_("有效期"))
    quantity = forms.IntegerField(
        label=_("入库数量"), min_value=1, max_value=10_000_000, help_text=_("按片、粒、支计。")
    )
    note = forms.CharField(label=_("来源"), required=False, max_length=200)

    def __init__(self, *arguments: Any, region_code: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        offered = [(one.code, one.label) for one in choices(get_language() or "", region_code)]
        self.fields["drug"].choices = [("", _("请选择")), *offered]

    def received(self) -> dict[str, Any]:
        """As the service takes it."""
        drug, form, strength = self.cleaned_data["drug"].split(SEPARATOR)
        rest = {name: self.cleaned_data[name] for name in ("number", "expires_on", "quantity", "note")}
        return {"drug": drug, "form": form, "strength": strength, **rest}


class WriteOffForm(Form):
    """Units that are lost."""

    quantity = forms.IntegerField(label=_("报损数量"), min_value=1)
    note = forms.CharField(label=_("报损原因"), max_length=200)


class CountForm(Form):
    """What was counted on the shelf."""

    counted = forms.IntegerField(label=_("实存数量"), min_value=0)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
