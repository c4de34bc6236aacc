"""One form out of several, for a visit that counts for each of them: what they ask alike is asked once."""

from collections.abc import Mapping, Sequence

from jiayi.foundation.rulebook.schema import Form, FormField, Part, Section, When
from jiayi.service.care.rules.parting import shared_modes

# What makes two fields of one name the same question, whatever they are called and whenever they are asked.
_QUESTION = ("type", "unit", "digits", "points", "derived", "of", "observation", "latest_today", "after_visit")


def combined(forms: Sequence[Form]) -> Form:
    """The fields of the first, then those that each other form has beside them; a record of each is left."""
    first = forms[0]
    known = dict(first.fields)
    sections = list(first.sections)
    parts = [Part(form=first.form)]
    for form in forms[1:]:
        names = _names(form, known)
        _loosen(form, names, known)
        for section in form.sections:
            fields = {
                names[code]: _renamed(one, names) for code, one in section.fields.items() if names[code] not in known
            }
            if fields:
                known |= fields
                sections.append(
                    Section(zh=f"{form.zh}：{section.zh}", en=f"{form.en}: {section.en}", fields=fields)
                )  # data, not for translation
        parts.append(Part(form=form.form, names={code: name for code, name in names.items() if code != name}))
    return first.model_copy(
        update={
            "zh": " + ".join(form.zh for form in forms),
            "en": " + ".join(form.en for form in forms),
            "programme": None,
            "more_programmes": [],
            "decision": None,
            "more_decisions": [],
            "findings": {},
            "modes": shared_modes(forms),
            "parts": parts,
            "sections": [_with(section, known) for section in sections],
        }
    )


def _names(form: Form, known: Mapping[str, FormField]) -> dict[str, str]:
    """Under which name each field of the form is asked: that of the same question, its own, or one made of both."""
    return {
        code: code if code not in known or _is_same(known[code], one) else f"{form.form.replace('-', '_')}_{code}"
        for code, one in form.fields.items()
    }


def _is_same(one: FormField, other: FormField) -> bool:
    alike = all(getattr(one, key) == getattr(other, key) for key in _QUESTION)
    return alike and one.choices.keys() == other.choices.keys() and one.columns.keys() == other.columns.keys()


def _loosen(form: Form, names: Mapping[str, str], known: dict[str, FormField]) -> None:
    """A question of both is asked where either asks it, and must be answered where either says so."""
    for code, one in form.fields.items():
        if (name := names[code]) in known and _is_same(known[name], one):
            same = known[name].shown_when == one.shown_when
            known[name] = known[name].model_copy(
                update={
                    "required": known[name].required or one.required,
                    "shown_when": known[name].shown_when if same else None,
                }
            )


def _renamed(one: FormField, names: Mapping[str, str]) -> FormField:
    return one.model_copy(
        update={
            "of": [names.get(code, code) for code in one.of],
            "above": names.get(one.above, one.above) if one.above else None,
            "within": names.get(one.within, one.within) if one.within else None,
            "required_when": _renamed_when(one.required_when, names),
            "shown_when": _renamed_when(one.shown_when, names),
        }
    )


def _renamed_when(when: When | None, names: Mapping[str, str]) -> When | None:
    return when.model_copy(update={"field": names.get(when.field, when.field)}) if when else None


def _with(section: Section, known: Mapping[str, FormField]) -> Section:
    return section.model_copy(update={"fields": {code: known[code] for code in section.fields}})
