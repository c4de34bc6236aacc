"""The form of what a sub-district says of its population."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach import selectors
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.forms import DateField, Form

from .fields import words

COUNT = "count_"


class StatementForm(Form):
    """A township, a day, who says it, and a figure for each thing counted; what is left empty is not known."""

    region_code = forms.ChoiceField(label=_("乡镇（街道）"))
    as_of = DateField(label=_("数据截止日期"))
    given_by = forms.CharField(label=_("提供单位"), max_length=80, help_text=_("如“城东街道办事处社会事务办”。"))

    def __init__(self, viewer: Viewer, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        places = selectors.townships(viewer)
        self.fields["region_code"].choices = places
        self.fields["as_of"].initial = today
        for code in selectors.counted_codes(places[0][0] if places else "", today):
            field = forms.IntegerField(label=selectors.count_word(code), min_value=0, required=False)
            self.fields[f"{COUNT}{code}"] = field
        self.fields["words"] = words(_("说明"), most=200)

    def given(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = self.cleaned_data
        counts = {name.removeprefix(COUNT): number for name, number in data.items() if name.startswith(COUNT)}
        same = ("region_code", "as_of", "given_by", "words")
        return {name: data[name] for name in same} | {
            "counts": {code: number for code, number in counts.items() if number is not None}
        }
