"""The forms of acts on many agreements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form


class UploadForm(Form):
    """A workbook of agreements."""

    file = forms.FileField(label=_("文件（.xlsx 或 .csv）"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


class RenewManyForm(Form):
    """For how many years the agreements of a list are renewed."""

    years = forms.IntegerField(required=False, min_value=1, max_value=9)
