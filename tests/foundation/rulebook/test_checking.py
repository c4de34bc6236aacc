"""Each check finds what it is there for: a copy of the rulebook is spoilt in one place at a time."""

import shutil

import pytest

from jiayi.foundation.rulebook.checking import check
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.loading import DEFAULT_LOCATION, Rulebook

CASE = """rule: agreements.record_open_by
schemes: [national, county-2018]
cases: [{name: 次年二月底, on: 2025-05-10, facts: {}, expect: {open_by: 2026-02-28}}]
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A copy with one worked case, so that a check takes little time."""
    copy = tmp_path_factory.mktemp("sound") / "rulebook"
    shutil.copytree(DEFAULT_LOCATION, copy, ignore=shutil.ignore_patterns("cases"))
    (copy / "cases").mkdir()
    (copy / "cases" / "one.yaml").write_text(CASE, encoding="utf-8")
    return copy


@pytest.fixture
def spoil(sound, tmp_path):
    """Replace a text in one file of a copy, and give the problems then found."""

    def problems_after(file, old, new):
        copy = tmp_path / "rulebook"
        shutil.copytree(sound, copy)
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return [f"{problem.severity}: {problem.place}: {problem.message}" for problem in check(Rulebook(copy))]

    return problems_after


def test_the_copy_is_sound(sound):
    assert check(Rulebook(sound)) == []


SPOILT = [
    ("schemes/urban-team.yaml", "value: 2,", "value: two,", "not of type integer"),
    ("schemes/urban-team.yaml", "mode: block", "mode: maybe", "not of type cap"),
    ("schemes/urban-team.yaml", "outreach.min_per_month", "outreach.max_per_month", "unknown parameter"),
    ("schemes/urban-team.yaml", "plan-urban-team, clause: S2.1-15", "plan-x, clause: S2.1-15", "unknown document"),
    ("schemes/county-2018.yaml", "county-plan-2018, clause: S0-23", "plan-x, clause: S0-23", "unknown document plan-x"),
    ("schemes/urban-team.yaml", "document: plan-urban-team", "document: plan-x", "unknown document plan-x"),
    ("schemes/urban-team.yaml", "coronary, copd", "coronary, asthma", "unknown group asthma"),
    ("schemes/urban-team.yaml", "any_of: [nurse]", "any_of: [nanny]", "unknown role nanny"),
    ("schemes/urban-team.yaml", "scheme: urban-team", "scheme: urban", "differs from the file name"),
    ("schemes/urban-team.yaml", ", source: {document: plan-urban-team, clause: S2.1-19}", "", "source"),
    ("schemes/urban-team.yaml", "confidence: stated", "confidence: rumour", "confidence"),
    ("schemes/urban-team.yaml", "zh: 契约式", "colour: red\nzh: 契约式", "colour"),
    ("schemes/national.yaml", "document: national-signing-2022", "document: nothing", "unknown document nothing"),
    ("reasons/agreements.yaml", "RECORD_OPEN_BY:", "RECORD_OPEN_FROM:", "no words for the reason RECORD_OPEN_BY"),
    ("parameters/indicators/coverage.yaml", "ends_on: 2034-12-31", "ends_on: 2035-12-31", "two values hold from 2035"),
    ("parameters/indicators/coverage.yaml", "ends_on: 2034-12-31", "ends_on: 2016-12-31", "ends before it starts"),
    ("parameters/indicators/coverage.yaml", "value: 0.30", "value: 30", "not of type share"),
    ("parameters/indicators/coverage.yaml", "unit: share", "unit: shares", "unknown unit shares"),
    ("parameters/indicators/coverage.yaml", "type: share", "type: percent", "unknown value type"),
    ("parameters/indicators/coverage.yaml", "topic: coverage", "topic: cover", "differ from the path"),
    ("parameters/people/groups.yaml", "group.maternal_days", "cat.maternal_days", "cat is not in the glossary"),
    ("parameters/agreements/effective.yaml", "item: assessment", "item: nothing", "unknown item nothing"),
    ("packages/basic.yaml", "item: contact", "item: nothing", "unknown item nothing"),
    ("packages/primary.yaml", "resident: 1000", "resident: 1001", "do not add up"),
    ("packages/primary.yaml", "package: primary", "package: first", "differs from the file name"),
    ("lists/one-plus-ten.yaml", "items: [booking]", "items: [nothing]", "unknown item nothing"),
    ("items.yaml", "performed_by: [pharmacist]", "performed_by: [chemist]", "unknown role chemist"),
    ("schemes/urban-team.yaml", "[uniform, badge,", "[uniform, bagde,", "no words for bagde"),
    ("words.yaml", "uniform: {", "nurse: {", "nurse is defined elsewhere"),
    ("posts.yaml", "permissions: [coverage_read]", "permissions: [coverage_eat]", "unknown permission coverage_eat"),
    ("posts.yaml", "permissions: [audit_read]", "permissions: [resident_read]", "sees no people, yet may"),
    ("glossary.yaml", "zh: 续签,", "zh: 解约,", "解约 stands twice"),
    ("glossary.yaml", "code: renewal,", "code: nurse,", "nurse is 续签 here and 护士 elsewhere"),
    ("groups.yaml", "aliases: [冠心病患者]", "aliases: [高血压]", "高血压 stands twice"),
    ("roster.yaml", "aliases: [编号, 行号", "aliases: [姓名, 行号", "姓名 stands twice"),
    ("holidays.yaml", "2026-02-28, 2026-05-09", "2026-02-27, 2026-05-09", "no weekend day worked"),
    ("holidays.yaml", "work_days: [2026-01-04", "work_days: [2027-01-03", "of another year"),
    ("reasons/agreements.yaml", "{limit}", "{limit", "reasons"),
    ("cases/one.yaml", "2026-02-28", "2026-02-27", "expected '2026-02-27', got '2026-02-28'"),
    ("cases/one.yaml", "national, county-2018", "national, nowhere", "E_SCHEME_UNKNOWN"),
    ("indicators/coverage-all.yaml", "target: coverage.all.target", "target: coverage.cats.target", "unknown target"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "found"), SPOILT)
def test_a_spoilt_rulebook_does_not_pass(spoil, file, old, new, found):
    problems = spoil(file, old, new)
    assert any(problem.startswith("error: ") and found in problem for problem in problems), problems


def test_a_number_without_a_unit_is_worth_a_look(spoil):
    assert spoil("parameters/people/residence.yaml", "    unit: months\n", "") == [
        "warning: resident.minimum_residence_months: a number without a unit"
    ]


def test_a_rulebook_without_cases_does_not_pass(sound, tmp_path):
    shutil.copytree(sound, tmp_path / "rulebook", ignore=shutil.ignore_patterns("one.yaml"))
    assert [problem.message for problem in check(Rulebook(tmp_path / "rulebook"))] == ["no worked case passes"]


def test_the_version_follows_the_files_and_not_the_cases(sound, tmp_path):
    copy = tmp_path / "rulebook"
    shutil.copytree(sound, copy)
    before = Rulebook(copy).version
    (copy / "cases" / "more.yaml").write_text(CASE, encoding="utf-8")
    assert Rulebook(copy).version == before == Rulebook(sound).version
    (copy / "units.yaml").write_text("days: {zh: 天, en: days}\n", encoding="utf-8")
    assert Rulebook(copy).version != before


def test_a_parameter_defined_in_two_files_is_refused(sound, tmp_path):
    copy = tmp_path / "rulebook"
    shutil.copytree(sound, copy)
    text = (copy / "parameters/people/residence.yaml").read_text(encoding="utf-8")
    (copy / "parameters/people/twice.yaml").write_text(
        text.replace("topic: residence", "topic: twice"), encoding="utf-8"
    )
    with pytest.raises(RulebookError, match="defined twice"):
        Rulebook(copy).parameters  # noqa: B018


def test_a_folder_that_holds_nothing_says_which_file_is_missing(tmp_path):
    with pytest.raises(RulebookError, match="groups.yaml"):
        Rulebook(tmp_path).groups  # noqa: B018
