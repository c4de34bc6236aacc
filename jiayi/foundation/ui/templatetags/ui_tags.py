"""Template tags and filters of every page: icons, people, addresses, dates, money, masking."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jiayi.foundation.base import signs
from jiayi.foundation.core.money import yuan_text

register = template.Library()

ALERT_COLOURS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "danger"}
ALERT_ICONS = {"success": "circle-check", "warning": "alert-triangle", "error": "alert-circle"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Tabler icon; decoration unless a label says what it means."""
    if label:
        return format_html('<i class="ti ti-{}" role="img" aria-label="{}"></i>', name, label)
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def avatar(name: str, size: str = "md") -> SafeString:
    """A round sign with the surname's first character; the name itself stands beside it."""
    return format_html(
        '<span class="avatar avatar-{} avatar-rounded" aria-hidden="true">{}</span>', size, (name or "?")[:1]
    )


@register.simple_tag(takes_context=True)
def query_string(context: template.Context, **changes: object) -> str:
    """The page's query string with these parameters set, or left out where the value is None or empty."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        elif isinstance(value, list | tuple):
            parameters.setlist(name, [str(each) for each in value])
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.filter
def alert_colour(level: str) -> str:
    return ALERT_COLOURS.get(level, "info")


@register.filter
def alert_icon(level: str) -> str:
    return ALERT_ICONS.get(level, "info-circle")


@register.filter
def local_date(value: dt.date | dt.datetime | None) -> str:
    """A day as 2026-11-22; an instant by its day in Asia/Shanghai; a dash for none."""
    if not value:
        return "—"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return value.isoformat()


@register.filter
def local_time(value: dt.datetime | None) -> str:
    """An instant as 2026-11-22 09:30 in Asia/Shanghai; a dash for none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def fen(value: int | None) -> str:
    """An amount in fen as yuan with two decimals, "1,200.00"; a dash for none."""
    if value is None:
        return "—"
    yuan, _, cents = yuan_text(value).partition(".")
    return f"{int(yuan):,}.{cents}" if yuan != "-0" else f"-0.{cents}"


@register.filter
def masked(text: str) -> str:
    """A number with its middle hidden: the first three and the last two characters stay."""
    text = str(text or "")
    if len(text) <= 5:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


@register.filter
def percent(value: float | None) -> str:
    """A share of one as "75.3 %"; a dash for none."""
    return "—" if value is None else f"{value * 100:.1f}\N{NO-BREAK SPACE}%"


@register.filter
def grouped(value: int | None) -> str:
    """A count with a comma between thousands."""
    return "—" if value is None else f"{value:,}"


@register.filter
def item(mapping: dict, key: object) -> object:
    """The mapping's value for a key that stands in a variable."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def bracketed(words: object, more: object) -> str:
    """Words with more in brackets behind them; without, where there is no more."""
    return signs.bracketed(words, more or "")


@register.filter
def joined(values: Iterable[object], separator: str = "") -> str:
    """Values in one line, as the reader's language strings them together."""
    return separator.join(str(value) for value in values) if separator else signs.joined(values)


@register.filter
def short_id(value: UUID | str) -> str:
    """The last eight characters of an id, enough to tell rows apart."""
    return str(value)[-8:]


@register.filter
def source_text(source: object) -> str:
    """Where a value stands: the document's title in the reader's language, its number and the clause."""
    if not isinstance(source, dict):
        return str(source or "")
    title = source.get("title_en" if (get_language() or "").startswith("en") else "title_zh")
    parts = (title or source.get("document"), source.get("number"), source.get("clause"))
    return " ".join(str(part) for part in parts if part)


@register.filter
def plain_value(value: object) -> str:
    """A rulebook value in one line: lists joined, maps as key=value."""
    if isinstance(value, dict):
        return joined(f"{key}={plain_value(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return joined(plain_value(each) for each in value)
    return str(value)


@register.simple_tag
def chart_data(option: dict, element_id: str) -> SafeString:
    """A chart's option as JSON in the page, for the script to draw."""
    return json_script(option, element_id)


@register.simple_tag
def status(label: str, colour: str = "secondary", icon_name: str = "point-filled") -> SafeString:
    """A state as an icon and a word on a tint; the colour only repeats what the word says."""
    return format_html('<span class="status status-{}">{} {}</span>', colour, icon(icon_name), label)
