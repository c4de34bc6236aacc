"""The form of an examination that is asked for."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.forms import Form
from jiayi.service.care.terms import ExaminationRequest


class ExaminationForm(Form):
    """What is to be examined, and why again where a result may be relied on."""

    item = forms.ChoiceField(label=_("检查检验项目"))
    purpose = forms.CharField(label=_("检查目的"), max_length=200, required=False)
    reason = forms.ChoiceField(label=_("复查原因"), required=False)
    note = forms.CharField(label=_("补充说明"), max_length=200, required=False)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, reasons: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        language, book = get_language() or "", rulebook()
        items = [(code, one.label(language)) for code, one in book.examinations.items()]
        words = [(code, word.label(language) if (word := book.labelled(code)) else code) for code in reasons]
        self.fields["item"].choices = [("", _("请选择")), *items]
        self.fields["reason"].choices = [("", _("请选择")), *words]
        self.fields["submission_id"].initial = uuid4()

    def request(self, resident_id: Any, *, uses: bool) -> ExaminationRequest:
        """As the service takes it."""
        names = ("item", "purpose", "reason", "note", "submission_id")
        return ExaminationRequest(
            resident_id=resident_id, uses=uses, **{name: self.cleaned_data[name] for name in names}
        )
