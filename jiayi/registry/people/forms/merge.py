"""Forms of mergers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiayi.foundation.ui.forms import Form


class SearchForm(Form):
    """Find the other record; what is typed travels in the body."""

    q = forms.CharField(
        label=gettext_lazy("姓名、拼音首字母、身份证号、电话或档案号"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MergeForm(Form):
    """Which parts the kept record takes, and why the two are one person."""

    take = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("合并原因"), max_length=200, help_text=gettext_lazy("例如同一新生儿两次建档。")
    )
    confirmed = forms.BooleanField(label=gettext_lazy("我已核对证件原件，确认两份档案是同一个人"), required=False)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], must_confirm: bool, **options: Any):
        super().__init__(*args, **options)
        self.fields["take"].choices = parts
        if not must_confirm:
            del self.fields["confirmed"]
