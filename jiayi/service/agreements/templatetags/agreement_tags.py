"""Tags of the signing pages."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from jiayi.service.agreements.presenters import hidden_fields

register = template.Library()


@register.simple_tag
def carried(form: object) -> SafeString:
    """A form's answers as hidden fields, for the page on which they are confirmed."""
    pairs = [pair for pair in hidden_fields(form) if pair[0] != "step"]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
