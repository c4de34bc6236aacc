"""The form that takes a roster file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A roster and the day on which it is judged."""

    file = forms.FileField(
        label=_("花名册文件"),
        help_text=_("点选或把文件拖到框里。.xlsx 最大 50 MB，.csv 最大 500 MB，最多 100 万行。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control-lg"}),
        error_messages={"empty": _("这是一个空文件。")},
    )
    on = forms.DateField(
        label=_("按哪一天判断"),
        help_text=_("年龄和将来的日期按这一天判断，一般就是今天。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
