"""The forms of entering who attended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form


class FindForm(Form):
    """What is typed to find a resident; it travels in the body alone."""

    text = forms.CharField(label=_("姓名、拼音首字母、证件号或电话"), max_length=60)


class AttendForm(Form):
    """The resident who attended."""

    resident = forms.UUIDField()
