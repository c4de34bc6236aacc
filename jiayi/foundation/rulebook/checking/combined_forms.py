"""What is filled in once for several records reaches each of them, and means the same there."""

from collections.abc import Iterator

from jiayi.foundation.rulebook.checking.problems import Problem, error
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.schema import Form, FormField, When


def combined_forms_lose_nothing(book: Rulebook) -> Iterator[Problem]:
    """No field of a combined form stays without a record, and none is asked otherwise than in the part's own form."""
    for name, form in book.forms.items():
        if form.parts and all(part.form in book.forms for part in form.parts):
            yield from (error(name, f"{code} belongs to no record") for code in _strays(form, book))
            yield from (error(name, f"{code} differs from its part's") for code in _differing(form, book))


def _strays(form: Form, book: Rulebook) -> Iterator[str]:
    names = [(part, part.names_in(form, book.forms[part.form])) for part in form.parts]
    asking = {part.when.field for part in form.parts if part.when}
    for code, field in form.fields.items():
        holders = [part for part, named in names if code in named.values()]
        if code in asking or field.derived or len(holders) == len(form.parts):
            continue
        kept = {value for part in holders if part.when for value in part.when.values}
        shown = _chosen(form, field, asking)
        if shown is None or not set(shown.values) <= kept:
            yield code


def _chosen(form: Form, field: FormField, asking: set[str]) -> When | None:
    """Which choice of parts makes the field show, by itself or through the fields that it hangs on."""
    when = field.shown_when
    while when is not None and when.field not in asking:
        when = form.fields[when.field].shown_when if when.field in form.fields else None
    return when


def _differing(form: Form, book: Rulebook) -> Iterator[str]:
    for part in form.parts:
        own = book.forms[part.form].fields
        for code, name in part.names_in(form, book.forms[part.form]).items():
            here, there = form.fields[name], own[code]
            if (here.type, here.unit) != (there.type, there.unit) or here.choices.keys() - there.choices.keys():
                yield name
