"""Checks of words: every code that is named exists, and one notion has one name."""

from collections import Counter
from collections.abc import Collection, Iterator
from string import Formatter
from typing import Any

from jiayi.foundation.rulebook.checking.problems import Problem, error
from jiayi.foundation.rulebook.checking.values import all_values
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.expressions import parse
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.schema import MessageTemplate, Parameter


def codes_are_known(book: Rulebook) -> Iterator[Problem]:
    """Groups, roles, items and schemes that values, items, packages, lists and posts name exist."""
    known: dict[str, Collection[str]] = {
        "scheme": book.schemes,
        "word": book.words,
        "group": book.groups,
        "role": book.roles,
        "item": book.items,
        "permission": book.permissions,
        "unit": book.units,
        "form": book.forms,
        "programme": book.programmes,
        "drug form": book.drug_forms,
        "drug class": book.drug_classes,
        "drug or class": book.drugs.keys() | book.drug_classes.keys(),
        "field": {f"{name}.{field}" for name, form in book.forms.items() for field in form.fields},
    }
    for place, kind, code in _named_codes(book):
        if code not in known[kind]:
            yield error(place, f"unknown {kind} {code}")


def _named_codes(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    for scheme, key, values in all_values(book):
        if parameter := book.parameters.get(key):
            for dated in values:
                yield from ((f"{scheme} {key}", *named) for named in _codes_of_value(key, parameter, dated.value))
    for code, item in book.items.items():
        yield from ((code, "role", role) for role in item.performed_by)
        yield from ((code, "group", group) for group in item.groups)
        yield from ((code, "form", one.form) for one in item.fulfilled_by)
        yield from ((code, "field", f"{one.form}.{field}") for one in item.fulfilled_by for field in one.fields)
    for name, programme in book.programmes.items():
        yield from ((name, "group", group) for group in programme.groups)
    for name, form in book.forms.items():
        yield from ((name, "group", group) for group in form.groups)
        yield from ((name, "programme", code) for code in form.programmes)
        yield from ((name, "form", part.form) for part in form.parts)
        yield from ((name, "field", f"{part.form}.{field}") for part in form.parts for field in part.names)
        asked = [one for field in form.fields.values() for one in (field, *field.columns.values())]
        yield from ((name, "unit", field.unit) for field in asked if field.unit)
    yield from _codes_of_drugs(book)
    for name, package in book.packages.items():
        yield from ((name, "group", group) for group in package.groups)
        yield from ((name, "scheme", scheme) for scheme in package.schemes)
        lines_of_package = [line for version in package.versions for line in version.lines]
        yield from ((name, "item", line.item) for line in lines_of_package)
        yield from ((name, "word", line.benefit) for line in lines_of_package if line.benefit)
    for name, checklist in book.lists.items():
        lines = (line for version in checklist.versions for line in version.lines)
        yield from ((name, "item", item) for line in lines for item in line.items)
    for name, post in book.posts.items():
        yield from ((name, "permission", permission) for permission in post.permissions)


def _codes_of_drugs(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    yield from ((code, "word", form.route) for code, form in book.drug_forms.items())
    for code, drug in book.drugs.items():
        yield from ((code, "drug class", one) for one in drug.classes)
        yield from ((code, "drug form", one.form) for one in drug.presentations)
        yield from ((code, "unit", one.unit) for one in drug.presentations if one.unit)
        yield from ((code, "unit", one.unit) for one in (drug.usual, drug.most) if one)
    for code, interaction in book.drug_interactions.items():
        yield from ((code, "drug or class", one) for one in interaction.between)


# Values that are lists of codes, or maps by codes, of one kind.
_PLAIN_CODES = {
    "group.key_list": "group",
    "group.special_list": "group",
    "programme.infection_groups": "group",
    "coverage.severe_chronic_groups": "group",
    "workload.condition_weights": "group",
    "agreement.signer_roles": "role",
    "team.other_members": "role",
    "workload.weekly_hours": "role",
}
_ITEMS_BY_CLASS = ("item.charge_class", "contract_service.kind_items")


def _codes_of_value(key: str, parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """The groups, roles and items inside a value, by what the parameter is about."""
    if kind := _PLAIN_CODES.get(key):
        yield from ((kind, code) for code in value)
    elif key in _ITEMS_BY_CLASS:
        yield from (("item", code) for codes in value.values() for code in codes)
    elif parameter.type == "item_minutes":
        yield from (("item", code) for code in value)
    elif parameter.type == "ordered_groups":
        yield from (("group", code) for codes in value for code in codes)
    elif parameter.type in ("team_template", "team_templates"):
        for template in [value] if parameter.type == "team_template" else value.values():
            yield from (("role", code) for line in template["lines"] for code in line["any_of"])
            yield from (("role", code) for code in template.get("leaders", []))
    elif parameter.type == "conditional_signers":
        yield from (("role", entry["role"]) for entry in value)
        yield from (("group", code) for entry in value for code in entry["groups"])
    elif parameter.type == "due_items":
        yield from (("item", entry["item"]) for entry in value)
        yield from (("group", code) for entry in value for code in entry.get("groups", []))


CODED = (
    "code",
    "codes",
    "code_lists",
    "code_tables",
    "counts",
    "numbers",
    "number_lists",
    "number_tables",
    "ordered_groups",
)
# Of these only the keys are codes: what stands under them has names of its own.
KEYED = ("intervals", "point_bands")


def codes_have_words(book: Rulebook) -> Iterator[Problem]:
    """A code in a value can be shown to a reader, and is defined in one place."""
    for scheme, key, values in all_values(book):
        parameter = book.parameters.get(key)
        if parameter is None or parameter.type not in (*CODED, *KEYED):
            continue
        seen = (list(dated.value) if parameter.type in KEYED else dated.value for dated in values)
        codes = {code for value in seen for code in _all_codes(value)}
        yield from (
            error(f"{scheme} {key}", f"no words for {code}") for code in sorted(codes) if not book.labelled(code)
        )
    elsewhere = book.groups.keys() | book.roles.keys() | book.items.keys() | book.packages.keys() | book.glossary.keys()
    yield from (error("words.yaml", f"{code} is defined elsewhere") for code in sorted(book.words.keys() & elsewhere))


def _all_codes(value: Any) -> Iterator[str]:
    """Every code inside a value: texts, keys and members of maps, members of lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (code for key, part in value.items() for code in (key, *_all_codes(part)))
    elif isinstance(value, list):
        yield from (code for part in value for code in _all_codes(part))


def examinations_are_measured_alike(book: Rulebook) -> Iterator[Problem]:
    """An examination's unit is known, and its number is a value of the same unit that some form keeps."""
    kept = {one.observation: one.unit for form in book.forms.values() for one in form.fields.values()}
    for code, one in book.examinations.items():
        if one.unit is not None and one.unit not in book.units:
            yield error("examinations.yaml", f"{code}: no unit {one.unit}")
        if one.observation is not None and (one.observation not in kept or kept[one.observation] != one.unit):
            yield error("examinations.yaml", f"{code}: no form keeps {one.observation} in {one.unit}")


def yearly_services_can_be_done(book: Rulebook) -> Iterator[Problem]:
    """Each rests on a parameter, concerns groups that there are, and is shown by forms and fields that there are."""
    for code, one in book.yearly_services.items():
        for key in filter(None, (one.parameter, one.contents)):
            if key not in book.parameters:
                yield error("yearly_services.yaml", f"{code}: no parameter {key}")
        for group in one.groups:
            if group not in book.groups:
                yield error("yearly_services.yaml", f"{code}: no group {group}")
        if one.need and not book.labelled(one.need):
            yield error("yearly_services.yaml", f"{code}: no words for {one.need}")
        for form in one.forms:
            if form not in book.forms or not set(one.fields) <= book.forms[form].fields.keys():
                yield error("yearly_services.yaml", f"{code}: no form {form} with {one.fields}")


def surveys_are_whole(book: Rulebook) -> Iterator[Problem]:
    """A survey can be summed up: its units are known, nothing follows from other fields, and its source is known."""
    for code, one in book.surveys.items():
        if one.source.document not in book.documents:
            yield error(f"surveys {code}", f"no document {one.source.document}")
        for name, field in one.fields.items():
            if field.derived or (field.unit is not None and field.unit not in book.units):
                yield error(f"surveys {code}", f"{name}: derived, or of an unknown unit")


def each_form_is_of_one_kind_of_work(book: Rulebook) -> Iterator[Problem]:
    """A record is counted once: its form stands in one kind at most, and every form named is there."""
    named = Counter(form for kind in book.work_kinds.values() for form in kind.forms)
    yield from (error("work_kinds.yaml", f"{form} stands twice") for form, count in named.items() if count > 1)
    yield from (error("work_kinds.yaml", f"no form {form}") for form in named.keys() - book.forms.keys())


def glossary_is_whole(book: Rulebook) -> Iterator[Problem]:
    """One notion, one name; and a parameter is about a term that the glossary knows."""
    names = Counter(name for term in book.glossary.values() for name in (term.zh, *term.aliases))
    yield from (error("glossary.yaml", f"{name} stands twice") for name, count in names.items() if count > 1)
    labels = {**book.groups, **book.roles, **book.items}
    terms = book.glossary.keys() | labels.keys()
    for key in book.parameters:
        if key.split(".")[0] not in terms:
            yield error(key, f"{key.split('.')[0]} is not in the glossary")
    for code in book.glossary.keys() & labels.keys():
        if book.glossary[code].zh not in (labels[code].zh, *getattr(labels[code], "aliases", [])):
            yield error("glossary.yaml", f"{code} is {book.glossary[code].zh} here and {labels[code].zh} elsewhere")


def labels_are_unique(book: Rulebook) -> Iterator[Problem]:
    """A label of a roster means one group; a header means one column."""
    group_labels = Counter(label for group in book.groups.values() for label in (group.zh, *group.aliases))
    yield from (error("groups.yaml", f"{label} stands twice") for label, n in group_labels.items() if n > 1)
    headers = Counter(header for column in book.roster.columns.values() for header in (column.zh, *column.aliases))
    yield from (error("roster.yaml", f"{header} stands twice") for header, n in headers.items() if n > 1)


def administrators_see_no_people(book: Rulebook) -> Iterator[Problem]:
    about_people = ("resident", "agreement", "refusal", "record", "prescription", "consultation")
    personal = {code for code in book.permissions if code.split("_")[0] in about_people}
    personal |= {
        "record_import",
        "roster_import",
        "visit_list_read",
        "coverage_drill",
        "export_rows",
        "task_read",
        "restricted_record_read",
    }
    for name, post in book.posts.items():
        seen = personal & set(post.permissions)
        if seen and not post.sees_people:
            yield error(name, f"sees no people, yet may {', '.join(sorted(seen))}")


def holidays_fit(book: Rulebook) -> Iterator[Problem]:
    for year, entry in book.holidays.items():
        days_off = [day for days in entry.days_off.values() for day in days]
        for day in (*days_off, *entry.work_days):
            if day.year != year:
                yield error(f"holidays {year}", f"{day} is of another year")
        for day in entry.work_days:
            if day.weekday() < 5 or day in days_off:
                yield error(f"holidays {year}", f"{day} is no weekend day worked")


def texts_are_whole(book: Rulebook) -> Iterator[Problem]:
    """Every reason's words can be filled in: blanks are named and closed in both languages."""
    for code, text in book.reasons.items():
        for language, words in (("zh", text.zh), ("en", text.en)):
            try:
                blanks = [blank for _, blank, _, _ in Formatter().parse(words) if blank is not None]
            except ValueError as fault:
                yield error(f"reasons {code}", f"{language}: {fault}")
                continue
            if not all(blank.isidentifier() for blank in blanks):
                yield error(f"reasons {code}", f"{language}: a blank without a name")


def messages_are_whole(book: Rulebook) -> Iterator[Problem]:
    """Both texts of a message have the same blanks, each channel stands once, and what is urgent waits for no page."""
    for code, message in book.messages.items():
        try:
            blanks = [{one for _, one, _, _ in Formatter().parse(text) if one} for text in _texts(message)]
        except ValueError as fault:
            yield error(f"messages {code}", str(fault))
            continue
        if blanks[0] != blanks[1]:
            yield error(f"messages {code}", f"blanks differ: {blanks[0] ^ blanks[1]}")
        if len(set(message.channels)) != len(message.channels):
            yield error(f"messages {code}", "a channel stands twice")


def _texts(message: MessageTemplate) -> tuple[str, str]:
    return message.text_zh, message.text_en


def targets_exist(book: Rulebook) -> Iterator[Problem]:
    """An indicator's target is a parameter, its unit is known."""
    for name, indicator in book.indicators.items():
        if indicator.target and indicator.target not in book.parameters:
            yield error(f"indicators {name}", f"unknown target {indicator.target}")
        if indicator.unit not in book.units:
            yield error(f"indicators {name}", f"unknown unit {indicator.unit}")


def detectors_rest_on_values(book: Rulebook) -> Iterator[Problem]:
    """What a detector's thresholds and settings are called are parameters; every script can be read."""
    for name, detector in book.detectors.items():
        keys = (detector.threshold, *([detector.least] if detector.least else []), *detector.settings)
        yield from (
            error(f"detectors {name}", f"unknown parameter {key}") for key in keys if key not in book.parameters
        )
    for name, script in book.scripts.items():
        for code, question in script.questions.items():
            if len({answer.code for answer in question.answers}) != len(question.answers):
                yield error(f"scripts {name}", f"an answer of {code} stands twice")


def expressions_can_be_read(book: Rulebook) -> Iterator[Problem]:
    """What indicators count is written over described columns; a source names its document."""
    kinds = {name: column.type for name, column in book.fact_columns.items()}
    for name, indicator in book.indicators.items():
        place = f"indicators {name}"
        written = [text for text in (indicator.numerator, indicator.denominator) if text]
        if len(written) != 2 and (written or indicator.measure == "facts"):
            yield error(place, "numerator and denominator belong together")
        if indicator.source and indicator.source.document not in book.documents:
            yield error(place, f"unknown document {indicator.source.document}")
        for text in (*written, *indicator.excluded.values()):
            try:
                parse(text, kinds)
            except RulebookError as fault:
                yield error(place, fault.message)


def tables_can_be_counted(book: Rulebook) -> Iterator[Problem]:
    """What an official table counts is written over described columns; what it divides are counts of its own."""
    kinds = {name: column.type for name, column in book.fact_columns.items()}
    for name, table in book.tables.items():
        texts = [row.where for row in table.rows.values()]
        for code, column in table.columns.items():
            parts = column.parts
            if (column.count is None) == (not parts):
                yield error(f"tables {name}", f"{code} is a count or a quotient")
            if any(part not in table.columns or not table.columns[part].count for part in parts):
                yield error(f"tables {name}", f"{code} divides what is no count")
            texts += [column.count] if column.count else []
        for text in texts:
            try:
                parse(text, kinds)
            except RulebookError as fault:
                yield error(f"tables {name}", fault.message)


def scorings_count_indicators(book: Rulebook) -> Iterator[Problem]:
    """What a scoring measures is an indicator counted from facts, and its points run from one value to another."""
    for name, scoring in book.scoring.items():
        for one in (measure for measures in scoring.dimensions.values() for measure in measures):
            known = book.indicators.get(one.indicator)
            if known is None or not known.numerator:
                yield error(f"scoring {name}", f"unknown indicator {one.indicator}")
            if one.nothing_at == one.full_at:
                yield error(f"scoring {name}", f"{one.indicator}: no way from nothing to full")
