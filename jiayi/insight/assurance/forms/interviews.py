"""Drawing a sample, noting calls, and the answers by the script."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook.schema import Script
from jiayi.foundation.ui.forms import DateField, Form
from jiayi.foundation.ui.wording import options_of
from jiayi.insight.assurance.terms import JUDGED, CallResult


class SampleForm(Form):
    """Whose services of which time are asked about."""

    institution = forms.ChoiceField(label=_("机构"))
    since = DateField(label=_("服务日期自"))
    until = DateField(label=_("服务日期至"))
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Sequence[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial={"submission_id": uuid4(), **initial})
        self.fields["institution"].choices = places


class CallForm(Form):
    """What came of a call."""

    result = forms.ChoiceField(label=_("通话结果"))
    note = forms.CharField(label=_("备注"), required=False, max_length=200)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["result"].choices = options_of(CallResult)


class RevealForm(Form):
    """Why the number is needed."""

    reason = forms.CharField(label=_("查看原因"), max_length=100)


class AnswersForm(Form):
    """The answers by the script, and what they come to."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, script: Script, words: Mapping[str, str]) -> None:
        super().__init__(data)
        language = get_language() or ""
        self._codes = list(script.questions)
        for code, question in script.questions.items():
            options = [(one.code, one.label(language)) for one in question.answers]
            label = question.label(language).format(**words)
            self.fields[code] = forms.ChoiceField(label=label, choices=options, widget=forms.RadioSelect)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("回访结论"), choices=options_of(JUDGED), widget=forms.RadioSelect
        )
        self.fields["note"] = forms.CharField(
            label=_("说明"),
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("结论与回答的推断不同时，写明理由。"),
        )

    @property
    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self._codes}
