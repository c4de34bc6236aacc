import json
import subprocess
import sys

import pytest

from jiayi.foundation.rulebook.cases import run_cases
from jiayi.foundation.rulebook.commands import decide, rulebook_cases, rulebook_check
from jiayi.foundation.rulebook.loading import DEFAULT_LOCATION

PASSING = """
rule: agreements.record_open_by
schemes: [national, county-2018]
cases:
  - {name: 次年二月底, on: 2025-05-10, facts: {}, expect: {open_by: 2026-02-28}}
"""


def write(folder, text, name="cases.yaml"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def one_case(case, rule="agreements.record_open_by", schemes="[national, county-2018]"):
    return f"rule: {rule}\nschemes: {schemes}\ncases:\n  - {case}\n"


def test_a_case_that_comes_out_passes(tmp_path):
    report = run_cases(write(tmp_path, PASSING))
    assert (report.passed, report.failed, report.exit_status) == (1, 0, 0)


def test_files_of_both_endings_in_folders_below_and_several_documents_are_read(tmp_path):
    write(tmp_path, PASSING + "---\n" + PASSING + "---\n")
    write(tmp_path / "below", PASSING, "more.yml")
    write(tmp_path / "below", "not: yaml: at all: [", "notes.txt")
    assert run_cases(tmp_path).passed == 3


def test_a_key_that_differs_fails_with_what_was_expected_and_what_came(tmp_path):
    write(tmp_path, one_case("{name: 一天之差, on: 2025-05-10, facts: {}, expect: {open_by: 2026-03-01}}"))
    report = run_cases(tmp_path)
    (failure,) = report.failures
    assert report.exit_status == 1
    assert (failure.file, failure.name, failure.key) == ("cases.yaml", "一天之差", "open_by")
    assert (failure.expected, failure.got, failure.error) == ("2026-03-01", "2026-02-28", None)


def test_a_key_that_the_outcome_lacks_fails_also_when_nothing_is_expected_of_it(tmp_path):
    write(tmp_path, one_case("{on: 2025-05-10, facts: {}, expect: {closed_by: null}}"))
    assert run_cases(tmp_path).exit_status == 1


def test_a_case_may_have_its_own_stack(tmp_path):
    write(tmp_path, one_case("{on: 2025-05-10, schemes: [national], facts: {}, expect: {open_by: null}}"))
    assert run_cases(tmp_path).exit_status == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (one_case("{on: 2025-05-10, facts: {signed_on: 2025-02-30}, expect: {open_by: null}}"), "E_FACT_DATE"),
        (one_case("{on: 2025-02-30, facts: {}, expect: {open_by: null}}"), "E_FACT_DATE"),
        (one_case("{on: 2025-05-10, facts: {who: me}, expect: {open_by: null}}"), "E_FACT_UNKNOWN"),
        (one_case("{on: 2025-05-10, facts: {}, expect: {open_by: null}}", rule="agreements.nothing"), "E_RULE_UNKNOWN"),
        (one_case("{on: 2025-05-10, facts: {}, expect: {open_by: null}}", rule="[a]"), "E_RULE_UNKNOWN"),
        (one_case("{on: 2025-05-10, facts: {}, expect: {open_by: null}}", schemes="[nowhere]"), "E_SCHEME_UNKNOWN"),
        (one_case("{on: 2025-05-10, facts: {}, expect: {open_by: null}}", schemes="national"), "E_FACT_TYPE"),
        (one_case("{on: 2025-05-10, facts: null, expect: {open_by: null}}"), "E_FACT_TYPE"),
        (one_case("{facts: {}, expect: {open_by: null}}"), "E_CASE"),
        (one_case("{on: 2025-05-10, facts: {}}"), "E_CASE"),
        (one_case("{on: 2025-05-10, facts: {}, expect: }"), "E_CASE"),
        (one_case("{on: 2025-05-10, facts: {}, expect: [open_by]}"), "E_CASE"),
        (one_case("{on: 2025-05-10, facts: {who: me}, expect: {}}"), "E_FACT_UNKNOWN"),
        (one_case("just a text"), "E_CASE"),
        ("- a list\n", "E_CASE"),
        ("rule: agreements.term\n", "E_CASE"),
        ("rule: [", "E_RULEBOOK_FILE"),
        ("a: 1\na: 2\n", "E_RULEBOOK_FILE"),
        ("a: !!python/object:os.system {}\n", "E_RULEBOOK_FILE"),
        (one_case("{on: 2025-05-10, facts: {members: [], leader_role: gp}, expect: {allowed: true}}",
                  rule="organization.team.composition", schemes="[national]"), "E_NO_VALUE"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_an_error_and_counts_as_failed(tmp_path, text, code):
    write(tmp_path, text)
    report = run_cases(tmp_path)
    assert (report.passed, report.failed, report.exit_status) == (0, 1, 2)
    assert report.failures[0].error.startswith(code)


def test_a_case_that_names_no_key_asks_only_that_the_decision_can_be_taken(tmp_path):
    write(tmp_path, one_case("{on: 2025-05-10, facts: {}, expect: {}}"))
    assert run_cases(tmp_path).exit_status == 0


def test_one_impossible_date_stops_only_its_own_case(tmp_path):
    bad = "  - {on: 2025-05-10, facts: {signed_on: 2025-02-30}, expect: {open_by: 2026-02-28}}\n"
    report = run_cases(write(tmp_path, PASSING + bad))
    assert (report.passed, report.failed, report.exit_status) == (1, 1, 2)


def test_bytes_that_are_no_utf8_are_an_error(tmp_path):
    (tmp_path / "cases.yaml").write_bytes(b"rule: \xff\xfe\n")
    assert run_cases(tmp_path).exit_status == 2


def test_no_case_at_all_is_an_error(tmp_path):
    assert run_cases(tmp_path).exit_status == 2
    assert run_cases(tmp_path / "missing").exit_status == 2


def test_on_yes_and_no_are_texts_as_in_yaml_1_2(tmp_path):
    facts = "facts: {birth_date: 1990-01-01, recorded: [yes, no, on]}"
    recorded = f"{{on: 2026-03-01, {facts}, expect: {{groups: ['yes', 'no', 'on']}}}}"
    assert run_cases(write(tmp_path, one_case(recorded, rule="people.groups.derive"))).exit_status == 0


def test_the_command_prints_a_line_for_each_case_that_does_not_pass_and_the_sums_last(tmp_path, capsys):
    expect = "expect: {state: lapses, renews_automatically: true}"
    two_keys = f"{{name: 两处不符, on: 2026-12-01, facts: {{ends_on: 2026-12-31}}, {expect}}}"
    write(tmp_path, one_case(two_keys, rule="agreements.renewal") + "---" + PASSING)
    assert rulebook_cases([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        'cases.yaml: 两处不符: state expected "lapses" got "notice_due"; renews_automatically expected true got false',
        "1 passed, 1 failed",
    ]


def test_cases_that_share_a_name_and_files_with_two_faults_have_a_line_each(tmp_path, capsys):
    same = one_case("{name: 同名, on: 2025-05-10, facts: {}, expect: {open_by: 2026-03-01}}")
    write(tmp_path, same + "---\n" + same + "---\n- one\n---\n- two\n")
    assert rulebook_cases([str(tmp_path)]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_the_command_prints_the_same_as_json(tmp_path, capsys):
    write(tmp_path, one_case("{name: 一天之差, on: 2025-05-10, facts: {}, expect: {open_by: 2026-03-01}}"))
    assert rulebook_cases([str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "passed": 0,
        "failed": 1,
        "failures": [
            {
                "file": "cases.yaml",
                "name": "一天之差",
                "key": "open_by",
                "expected": "2026-03-01",
                "got": "2026-02-28",
                "error": None,
            }
        ],
    }


def test_one_decision_is_printed_as_json(capsys):
    facts = json.dumps({"ends_on": "2026-12-31"})
    assert (
        decide(["agreements.renewal", "--facts", facts, "--on", "2026-12-01", "--schemes", "national, urban-team"]) == 0
    )
    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["state"], outcome["notice_from"]) == ("notice_due", "2026-11-01")


@pytest.mark.parametrize(
    ("facts", "code"), [("{", "E_JSON"), ("[]", "E_FACT_TYPE"), ("{}", "E_FACT_MISSING"), ('{"x": 1}', "E_FACT_")]
)
def test_a_decision_that_is_refused_exits_with_2_and_its_code(capsys, facts, code):
    assert decide(["agreements.renewal", "--facts", facts, "--on", "2026-12-01"]) == 2
    assert json.loads(capsys.readouterr().err)["code"].startswith(code)


def test_the_projects_own_rulebook_is_sound(capsys):
    assert rulebook_check([]) == 0
    assert capsys.readouterr().out.endswith(": 0 errors, 0 warnings\n")


def test_worked_cases_are_run_without_django(tmp_path):
    write(tmp_path, PASSING)
    program = (
        "import sys; from jiayi.foundation.rulebook.commands import rulebook_cases; "
        "status = rulebook_cases(sys.argv[1:]); sys.exit(3 if 'django' in sys.modules else status)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=DEFAULT_LOCATION.parent, check=False)
    assert done.returncode == 0
