"""Names of weekdays and of the weeks of a month."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

_WEEKDAYS_ZH = "一二三四五六日"  # data, not for translation
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday_name(number: int) -> str:
    """周一 for 1."""
    english = (get_language() or "").startswith("en")
    return _WEEKDAYS_EN[number - 1] if english else "周" + _WEEKDAYS_ZH[number - 1]  # data, not for translation


def week_name(number: int) -> str:
    """第2个 for 2, 最后一个 for -1."""
    return _("最后一个") if number < 0 else _("第%(number)s个") % {"number": number}
