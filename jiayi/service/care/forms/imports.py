"""The form that takes a workbook of historic records."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.foundation.ui.forms import DateField, Form


class UploadForm(Form):
    """Which form the records are of, the workbook, and the day on which they are entered."""

    form = forms.ChoiceField(label=_("记录种类"))
    file = forms.FileField(
        label=_("工作簿"),
        help_text=_("点选或把文件拖到框里。.xlsx 最大 50 MB，.csv 最大 500 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv", "class": "form-control-lg"}),
        error_messages={"empty": _("这是一个空文件。")},
    )
    on = DateField(label=_("录入日期"), help_text=_("服务日期不能晚于这一天，一般就是今天。"))

    def __init__(self, *arguments: Any, definitions: list[Definition], **options: Any) -> None:
        super().__init__(*arguments, **options)
        language = get_language() or ""
        choices = [(one.form, one.label(language)) for one in definitions]
        self.fields["form"].choices = [("", _("请选择")), *choices]
