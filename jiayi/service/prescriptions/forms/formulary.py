"""A workbook of a county's formulary."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form


class FormularyForm(Form):
    """The county and its workbook."""

    region = forms.ChoiceField(label=_("县（市、区）"))
    file = forms.FileField(label=_("文件（.xlsx 或 .csv）"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))

    def __init__(self, counties: Iterable[Any], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["region"].choices = [(one.code, one.name) for one in counties]
