"""The forms of insured visits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form


class UploadForm(Form):
    """A file of visits; tried first, or taken in at once."""

    file = forms.FileField(
        label=_("就诊记录文件（.csv 或 .xlsx）"),
        help_text=_(
            "列：身份证号、就诊机构、机构级别、是否县内、就诊类别、就诊日期、出院日期、诊断、费用（分）、是否转诊。"
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
