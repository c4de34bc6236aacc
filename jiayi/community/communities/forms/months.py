"""Which report is archived."""

from django import forms

from jiayi.foundation.ui.forms import DateField, Form


class ReportForm(Form):
    """Its days, and the page it was shown on."""

    since = DateField()
    until = DateField()
    back = forms.CharField(max_length=120)
