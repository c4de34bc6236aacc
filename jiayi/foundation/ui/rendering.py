"""How every Django form looks: Tabler fields with help, errors that say what to do, and required marks."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

FIELD_CLASSES = [
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
]


class TablerField(BoundField):
    """A field whose widget carries Tabler's classes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        css_class = next(name for kind, name in FIELD_CLASSES if isinstance(widget, kind))
        given = str(widget.attrs.get("class", ""))
        invalid = "is-invalid" if self.form.is_bound and self.errors else ""
        attrs["class"] = " ".join(part for part in (css_class, given, invalid) if part)
        return attrs

    @property
    def kind(self) -> str:
        """Which mark-up the field template uses: options, check, or control."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "options"
        return "check" if isinstance(widget, forms.CheckboxInput) else "control"


class FormRenderer(DjangoTemplates):
    """Django's renderer with this house's templates and fields."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = TablerField
