"""Auditing a record field by field, and correcting what was found."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of
from jiayi.insight.assurance.terms import Verdict


class CheckForm(Form):
    """What the auditor found: whether the service took place, each field against the source, and a note."""

    took_place = forms.ChoiceField(label=_("服务是否发生"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("审核说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("认定服务没有发生的，写明依据。"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"took_place": "yes"})
        self.fields["took_place"].choices = [("yes", _("发生过")), ("no", _("查明没有发生"))]
        self._codes = [code for code, _label in rows]
        for code, label in rows:
            self.fields[f"verdict_{code}"] = forms.ChoiceField(label=label, choices=options_of(Verdict))
            self.fields[f"found_{code}"] = forms.CharField(label=_("查到的情况"), required=False, max_length=200)

    @property
    def checks(self) -> dict[str, tuple[str, str]]:
        """Verdict and finding by field."""
        data = self.cleaned_data
        return {code: (data[f"verdict_{code}"], data[f"found_{code}"]) for code in self._codes}

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two inputs of each field, in order."""
        return [(self[f"verdict_{code}"], self[f"found_{code}"]) for code in self._codes]


class CorrectionForm(Form):
    """How the clinic corrected it, or why the auditor sends it back."""

    note = forms.CharField(label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MonthForm(Form):
    """Of which month samples are drawn."""

    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", label=_("月份"), error_messages={"invalid": _("请按 2026-11 的样子填写月份。")}
    )
