"""The form of a check: what was there is ticked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import DateField, Form
from jiayi.registry.organization.terms import Asked, Finding, box_of

NOTE_PREFIX = "note-"
NOTE_LENGTH = 120


class CheckForm(Form):
    """The day of a check, what was ticked, and a remark; the notes beside the items are read from `data`."""

    checked_on = DateField(label=_("检查日期"))
    note = forms.CharField(label=_("检查意见"), required=False, max_length=300)
    met = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, asked: Asked, today: date) -> None:
        super().__init__(data)
        self.asked = asked
        self.fields["checked_on"].initial = today
        self.fields["checked_on"].latest = today
        self.fields["met"].choices = [(value, value) for value in (box_of(*pair) for pair in asked.pairs)]

    def findings(self) -> list[Finding]:
        """One for each item and place; an item's note stands with its first finding."""
        met, found, noted = set(self.cleaned_data["met"]), [], set()
        for item, place in self.asked.pairs:
            note = "" if item in noted else self.note_of(item)
            noted.add(item)
            found.append(Finding(item, place, box_of(item, place) in met, note))
        return found

    def note_of(self, item: str) -> str:
        return str(self.data.get(f"{NOTE_PREFIX}{item}", "")).strip()[:NOTE_LENGTH]
