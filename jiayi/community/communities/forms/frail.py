"""Files of frail children."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Member
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import word_of


class FrailForm(Form):
    """A file is opened."""

    member = forms.ChoiceField(label=_("儿童"))
    condition = forms.ChoiceField(label=_("情形"))
    plan = forms.CharField(label=_("矫治方案"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, children: Sequence[Member], conditions: Sequence[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["member"].choices = [("", _("请选择")), *((str(one.id), one.resident.name) for one in children)]
        self.fields["condition"].choices = [(code, word_of(code)) for code in conditions]


class ReviewForm(Form):
    """What the month's review found."""

    finding = forms.CharField(label=_("复查结果"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    plan = forms.CharField(
        label=_("下一步矫治"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseFrailForm(Form):
    """Why a file is closed."""

    outcome = forms.CharField(label=_("结案情况"), max_length=200)
