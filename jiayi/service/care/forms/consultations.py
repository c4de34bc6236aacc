"""A question to another institution, its files, and the answer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of
from jiayi.service.care.terms import (
    Conclusion,
    ConsultationKind,
    ConsultationReport,
    ConsultationRequest,
    ConsultationUrgency,
)


def _long(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ConsultationForm(Form):
    """What is asked, of whom."""

    kind = forms.ChoiceField(label=_("会诊类型"))
    urgency = forms.ChoiceField(label=_("紧急程度"), initial=ConsultationUrgency.ROUTINE)
    to_institution = forms.ChoiceField(label=_("会诊机构"))
    from_institution = forms.ChoiceField(label=_("申请机构"))
    diagnosis = forms.CharField(label=_("初步诊断"), required=False, max_length=200)
    question = _long(_("会诊目的和问题"))
    background = _long(_("病情摘要"), required=False)
    consented = forms.BooleanField(label=_("已告知居民会诊机构可查看其档案并征得同意"), required=False)
    submission_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, askers: Iterable[Any], places: Iterable[Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = [("", _("请选择")), *options_of(ConsultationKind)]
        self.fields["urgency"].choices = options_of(ConsultationUrgency)
        self.fields["from_institution"].choices = [(str(one.id), one.name) for one in askers]
        self.fields["to_institution"].choices = [("", _("请选择")), *((str(one.id), one.name) for one in places)]
        self.fields["submission_id"].initial = uuid4()

    def request(self, resident_id: UUID, *, record_id: UUID | None, subject_id: UUID | None) -> ConsultationRequest:
        """As the service takes it."""
        data = self.cleaned_data
        names = ("kind", "urgency", "diagnosis", "question", "background", "consented", "submission_id")
        return ConsultationRequest(
            resident_id=resident_id,
            from_institution_id=UUID(data["from_institution"]),
            to_institution_id=UUID(data["to_institution"]),
            record_id=record_id,
            subject_id=subject_id,
            **{name: data[name] for name in names},
        )


class ReportForm(Form):
    """The answer."""

    conclusion = forms.ChoiceField(label=_("会诊结论"))
    findings = _long(_("所见"), required=False)
    advice = _long(_("会诊意见"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["conclusion"].choices = [("", _("请选择")), *options_of(Conclusion)]

    def report(self) -> ConsultationReport:
        """As the service takes it."""
        return ConsultationReport(**self.cleaned_data)


class WordsForm(Form):
    """Why, or what was done."""

    text = _long(_("说明"))


class ClosingForm(Form):
    """What was done with the answer."""

    text = _long(_("处理情况"), required=False)


class ConsultationFileForm(Form):
    """One file."""

    file = forms.FileField(
        label=_("资料"),
        help_text=_("PDF、PNG 或 JPEG，不超过 10 MB。"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )
