"""The form of a board: what the place itself has to say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form


class BoardForm(Form):
    """The notice on top of a board."""

    notice = forms.CharField(
        label=_("本地通知"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如下村巡诊的日期和地点。会公开显示，请不要写居民的信息。"),
    )
