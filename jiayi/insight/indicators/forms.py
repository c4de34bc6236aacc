"""Shapes of what is typed on the pages of target letters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form

OWN_TARGETS = 8


class DraftForm(Form):
    """The year, whom the letter is from, and the institutions it goes to."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    bureau = forms.CharField(label=_("签发单位"), max_length=120)
    institutions = forms.MultipleChoiceField(label=_("责任单位"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Mapping[str, Any] | None = None, *, places: list, today: date, bureau: str) -> None:
        super().__init__(data, initial={"year": today.year, "bureau": bureau})
        self.fields["institutions"].choices = [(str(place.id), place.name) for place in places]


class WordsForm(Form):
    """The words of a draft; the county's own targets are read line by line."""

    reward = forms.CharField(label=_("奖励"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    penalty = forms.CharField(
        label=_("惩处"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    own = forms.CharField(
        label=_("县里另定的目标"),
        required=False,
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个目标，名称和要求之间用冒号隔开，例如“每月下村巡诊：不少于 2 次”。最多 8 个。"),
    )

    def clean_own(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["own"].splitlines() if line.strip()]
        if len(lines) > OWN_TARGETS:
            raise forms.ValidationError(_("最多 8 个目标。"))
        return [_own_target(line) for line in lines]


def _own_target(line: str) -> tuple[str, str]:
    title, _colon, wanted = line.replace(":", "：", 1).partition("：")  # data, not for translation
    if not wanted.strip() or len(title.strip()) > 120 or len(wanted.strip()) > 60:
        raise forms.ValidationError(_("请按“名称：要求”填写：%(line)s"), params={"line": line})
    return title.strip(), wanted.strip()


class SignatureForm(Form):
    """Who signed, and when."""

    signer = forms.CharField(label=_("签署人"), max_length=60)
    signed_on = DateField(label=_("签署日期"))
