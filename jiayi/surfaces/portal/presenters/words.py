"""Codes, days and amounts as residents read them."""

import datetime as dt

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jiayi.foundation.core.choices import Choice
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of


def language() -> str:
    return get_language() or ""


def is_english() -> bool:
    return language().startswith("en")


def day_words(day: dt.date) -> str:
    """A day as one says it: 11月6日, with the year where it is another."""
    if is_english():
        return f"{day:%d %b %Y}"
    return f"{day.year}年{day.month}月{day.day}日"  # data, not for translation


def days_away(day: dt.date, on: dt.date) -> str:
    """How far away a day is, in words."""
    count = (day - on).days
    if count == 0:
        return _("今天")
    if count == 1:
        return _("明天")
    if count < 0:
        return ngettext("已过 %(n)s 天", "已过 %(n)s 天", -count) % {"n": -count}
    return ngettext("还有 %(n)s 天", "还有 %(n)s 天", count) % {"n": count}


def item_label(item: str) -> str:
    known = rulebook().items.get(item)
    return known.label(language()) if known else item


def choice_label(kind: type[Choice], code: str) -> str:
    return label_of(kind, code) if code else ""
