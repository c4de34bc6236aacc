"""What staff fill in about residents' voices."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.engagement.terms import MailingAsked, Outcome
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of


class AnswerForm(Form):
    """What came of it, in words for the resident."""

    outcome = forms.ChoiceField(label=_("办理结果"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("答复内容"),
        help_text=_("居民会看到这段话。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["outcome"].choices = options_of(Outcome)  # type: ignore[attr-defined]


class NoteForm(Form):
    """An answer to a note."""

    text = forms.CharField(label=_("回复"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SurveyForm(Form):
    """Whom to ask."""

    region = forms.ChoiceField(label=_("地区"))
    title = forms.CharField(label=_("名称"), max_length=60)

    def __init__(self, *given: Any, places: list[tuple[str, str]], on: dt.date, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["region"].choices = places  # type: ignore[attr-defined]
        self.fields["title"].initial = _("%(year)s 年居民满意度和知晓率调查") % {"year": on.year}


class MailingForm(Form):
    """Whom to write to, and what."""

    region = forms.ChoiceField(label=_("地区"))
    group = forms.ChoiceField(label=_("人群"), required=False)
    signed_only = forms.BooleanField(label=_("只发给已签约居民"), required=False)
    text = forms.CharField(
        label=_("通知内容"),
        help_text=_("家里人也可能看到，不要写姓名、病情和证件号码。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *given: Any, places: list[tuple[str, str]], groups: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.fields["region"].choices = places  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("不限人群")), *groups]  # type: ignore[attr-defined]
        self.fields["submission"].initial = uuid.uuid4

    def asked(self) -> MailingAsked:
        """What was filled in."""
        said = self.cleaned_data
        return MailingAsked(said["region"], said["text"], said["group"], said["signed_only"])
