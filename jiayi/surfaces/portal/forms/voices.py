"""What residents write, rate and measure."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiayi.community.engagement.terms import AppealKind, Satisfaction
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.wording import options_of

ASKED = (
    AppealKind.HOME_SERVICE,
    AppealKind.HOME_BED,
    AppealKind.HEALTH_EDUCATION,
    AppealKind.SUGGESTION,
    AppealKind.COMPLAINT,
    AppealKind.NEED,
)


def _short() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2})


class WordsForm(Form):
    """Some words."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": _("请写下内容。")})

    def __init__(self, *given: Any, label: str, most: int = 1000, **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["text"]
        field.label, field.max_length = label, most  # type: ignore[attr-defined]
        field.widget.attrs["maxlength"] = most

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"])[: self.fields["text"].max_length]  # type: ignore[attr-defined]


class AppealForm(Form):
    """A suggestion, a complaint or a need."""

    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect, error_messages={"required": _("请选择类别。")})
    text = forms.CharField(
        label=_("内容"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写下内容。")},
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["kind"].choices = options_of(ASKED)  # type: ignore[attr-defined]


class RatingForm(Form):
    """One to five stars."""

    stars = forms.ChoiceField(
        label=_("几颗星"),
        widget=forms.RadioSelect,
        choices=[(str(number), "★" * number) for number in range(5, 0, -1)],
        error_messages={"required": _("请选择1到5颗星。")},
    )
    note = forms.CharField(
        label=_("想说的话"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class SurveyForm(Form):
    """How satisfied, and what is known."""

    satisfaction = forms.ChoiceField(
        label=_("您对家庭医生签约服务满意吗？"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择满意程度。")},
    )
    known = forms.MultipleChoiceField(label=_("下面哪些您知道？"), widget=forms.CheckboxSelectMultiple, required=False)
    note = forms.CharField(
        label=_("想说的话"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *given: Any, items: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["satisfaction"].choices = options_of(Satisfaction)  # type: ignore[attr-defined]
        self.fields["known"].choices = items  # type: ignore[attr-defined]


class ReadingForm(Form):
    """Pressure, glucose or weight as measured at home; what is possible at all is the rulebook's to say."""

    systolic = forms.DecimalField(label=_("收缩压（高压）"), required=False, max_digits=6, decimal_places=1)
    diastolic = forms.DecimalField(label=_("舒张压（低压）"), required=False, max_digits=6, decimal_places=1)
    fasting_glucose = forms.DecimalField(label=_("空腹血糖"), required=False, max_digits=6, decimal_places=1)
    weight = forms.DecimalField(label=_("体重（千克）"), required=False, max_digits=6, decimal_places=1)

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(value is not None for value in said.values()):
            raise ValidationError(_("请至少填写一项。"))
        if (said.get("systolic") is None) != (said.get("diastolic") is None):
            raise ValidationError(_("请同时填写高压和低压。"))
        return said

    def readings(self) -> dict[str, Decimal]:
        """What was filled in, by code."""
        return {code: value for code, value in self.cleaned_data.items() if value is not None}
