"""All validations of the rulebook: what must hold before a decision may rest on it."""

from collections.abc import Callable, Iterator

from jiayi.foundation.rulebook.cases import run_cases
from jiayi.foundation.rulebook.checking import combined_forms, values, vocabulary
from jiayi.foundation.rulebook.checking.problems import Problem, error
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.loading import CASES_FOLDER, Rulebook

__all__ = ["CHECKS", "Problem", "check"]


def check(book: Rulebook) -> list[Problem]:
    """Every problem of the rulebook; a file that does not fit its schema is one of them."""
    found: list[Problem] = []
    for one in CHECKS:
        try:
            found += one(book)
        except RulebookError as fault:
            found.append(error(fault.path or one.__name__, fault.message))
    return list(dict.fromkeys(found))


def cases_pass(book: Rulebook) -> Iterator[Problem]:
    report = run_cases(book.location / CASES_FOLDER, book=book)
    for failure in report.failures:
        what = failure.error or f"{failure.key}: expected {failure.expected!r}, got {failure.got!r}"
        yield error(f"{CASES_FOLDER}/{failure.file} {failure.name or ''}".strip(), what)
    if not report.passed:
        yield error(CASES_FOLDER, "no worked case passes")


Check = Callable[[Rulebook], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    values.schemes_fit,
    values.values_have_their_type,
    values.periods_do_not_overlap,
    values.sources_are_known,
    values.units_are_known,
    vocabulary.codes_are_known,
    combined_forms.combined_forms_lose_nothing,
    vocabulary.codes_have_words,
    vocabulary.examinations_are_measured_alike,
    vocabulary.yearly_services_can_be_done,
    vocabulary.surveys_are_whole,
    vocabulary.each_form_is_of_one_kind_of_work,
    vocabulary.glossary_is_whole,
    vocabulary.labels_are_unique,
    vocabulary.administrators_see_no_people,
    vocabulary.holidays_fit,
    vocabulary.texts_are_whole,
    vocabulary.messages_are_whole,
    vocabulary.targets_exist,
    vocabulary.expressions_can_be_read,
    vocabulary.tables_can_be_counted,
    vocabulary.scorings_count_indicators,
    vocabulary.detectors_rest_on_values,
    cases_pass,
)
