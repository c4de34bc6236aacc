"""How every Django form looks: Tabler fields with help, errors that say what to do, and required marks."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

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

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Django's way but for selects: a template for each of a thousand options takes a fifth of a second."""
        if template_name == forms.Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', name, _options(options)) if name else _options(options)
        for name, options, _ in widget["optgroups"]
    )
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), mark_safe("".join(groups))
    )


def _options(options: list[dict[str, Any]]) -> SafeString:
    return mark_safe("".join(map(_option, options)))


def _option(option: dict[str, Any]) -> str:
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'<option value="{escape(str(option["value"]))}"{attrs}>{conditional_escape(option["label"])}</option>'
