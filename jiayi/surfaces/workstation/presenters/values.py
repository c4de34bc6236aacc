"""Values of the rulebook in words that an official reads without knowing their shape."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import between, joined
from jiayi.foundation.rulebook import ValueInForce, rulebook
from jiayi.foundation.rulebook.schema import Parameter
from jiayi.foundation.rulebook.wording import TABLES, table_words


def value_words(found: ValueInForce | None, language: str) -> str:
    """A value in force with its unit; a dash where none is set."""
    if found and found.parameter.type in TABLES:
        return between("；", language).join(table_words(rulebook(), found, language))
    return _words(found.value, found.parameter, language) if found else "—"


def source_words(found: ValueInForce | None, language: str) -> str:
    """The document, its number and the clause that set a value."""
    if found is None:
        return ""
    source = found.dated.source
    document = rulebook().documents.get(source.document)
    name = document.label(language) if document else source.document
    number = (document.number if document else None) or ""
    return " ".join(part for part in (name, number, source.clause) if part)


def scheme_label(name: str, language: str) -> str:
    """A scheme's name in words."""
    scheme = rulebook().schemes.get(name)
    return scheme.label(language) if scheme else name


def code_label(code: str, language: str) -> str:
    """A code of the rulebook in words; itself where none has it."""
    word = rulebook().labelled(code)
    if word is None:
        return code.replace("_", " ")
    return word.en if language.startswith("en") else word.zh


def _words(value: Any, parameter: Parameter, language: str) -> str:
    if parameter.type == "cap":
        cap = _counted(f"{value['limit']:,}", parameter, language)
        return f"{cap} · {_('超过不能签') if value['mode'] == 'block' else _('超过只提醒')}"
    if parameter.type == "share":
        return f"{value * 100:g} %"
    if parameter.type == "boolean":
        return _("是") if value else _("否")
    special = _SPECIAL.get(parameter.type)
    return special(value, language) if special else _plain(value, parameter, language)


def _age(value: dict[str, int], language: str) -> str:
    if value.get("months") is not None:
        return _("%(count)s 月龄") % {"count": value["months"]}
    return _("%(count)s 周岁") % {"count": value["years"]}


def _months(value: dict[str, Any], language: str) -> str:
    words = {"from": value["from_month"], "to": value["to_month"], "kinds": _codes(value["kinds"], language)}
    return _("%(from)s–%(to)s 月（%(kinds)s）") % words


def _template(value: dict[str, Any], language: str) -> str:
    """Who a team must have, and who may lead it."""
    lines = [_line(line, language) for line in value["lines"]]
    leaders = value.get("leaders") or []
    if leaders:
        lines.append(_("队长：%(roles)s") % {"roles": _codes(leaders, language, _(" 或 "))})
    return between("；", language).join(lines)


def _line(line: dict[str, Any], language: str) -> str:
    who = f"{_codes(line['any_of'], language, _(' 或 '))} ×{line['at_least']}"
    places = _codes(line.get("places", []), language, _(" 或 "))
    return _("%(who)s（来自%(places)s）") % {"who": who, "places": places} if places else who


def _templates(value: dict[str, Any], language: str) -> str:
    """Several templates, each under its name."""
    return "\n".join(
        f"{code_label(name, language)}{between('：', language)}{_template(each, language)}"
        for name, each in value.items()
    )


_SPECIAL = {
    "age_limit": _age,
    "month_window": _months,
    "team_template": _template,
    "team_templates": _templates,
}


def _plain(value: Any, parameter: Parameter, language: str) -> str:
    if isinstance(value, dict):
        parts = [f"{code_label(str(key), language)} {_part(each, language)}" for key, each in value.items() if each]
        return between("；", language).join(parts) or "—"
    if isinstance(value, list):
        return _codes(value, language)
    if isinstance(value, str):
        return code_label(value, language)
    return _counted(value, parameter, language)


def _part(value: Any, language: str) -> str:
    if isinstance(value, list):
        return _codes(value, language)
    if isinstance(value, dict):
        parts = (f"{code_label(str(key), language)} {_part(each, language)}" for key, each in value.items())
        return joined(parts, "，", language=language)
    return code_label(value, language) if isinstance(value, str) else str(value)


def _codes(values: Iterable[Any], language: str, apart: str = "") -> str:
    parts = (_part(value, language) for value in values)
    return apart.join(parts) if apart else joined(parts, language=language)


def _counted(value: Any, parameter: Parameter, language: str) -> str:
    """A number with what it counts."""
    unit = rulebook().units.get(parameter.unit or "")
    return f"{value} {unit.unit_of(value, language)}" if unit else str(value)
