"""The `jiayi` command: help, hints and exit codes."""

import os
import subprocess
import sys

import pytest
from django.core.management import ManagementUtility
from django.db.utils import ProgrammingError
from psycopg.errors import UndefinedTable

from jiayi.config import command
from jiayi.config.command_help import project_commands
from jiayi.config.timetable import ENTRIES


def test_without_arguments_it_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 0
    text = capsys.readouterr().out
    for name in ("db_start", "db_stop", "serve", "rulebook_check", "decide", "import_roster", "migrate"):
        assert f"  {name} " in text


def test_every_command_tells_in_a_line_what_it_does() -> None:
    assert all(text[0].isupper() and "jiayi" not in text for text in project_commands().values())


def test_what_a_command_put_on_record_is_sealed_when_it_ends(monkeypatch) -> None:
    sealed: list[str] = []
    monkeypatch.setattr("jiayi.foundation.audit.services.seal", lambda: sealed.append("sealed"))
    monkeypatch.setattr("jiayi.config.command._prepare_database", lambda arguments: None)
    monkeypatch.setattr("django.core.management.ManagementUtility.execute", lambda self: sys.exit(1))
    assert command.main(["import_roster", "some.csv"]) == 1
    assert sealed == ["sealed"]
    assert command.main(["audit_verify"]) == 1
    assert command.main(["migrate"]) == 1
    assert sealed == ["sealed"]


def test_the_version_is_the_projects_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("jiayi 0.")


def test_an_unknown_command_is_refused_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["import_rooster"]) == 2
    assert "import_roster" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["db_start", "db_stop", "db_status", "db_remove", "rulebook_check", "decide"])
def test_plain_commands_have_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main([name, "--help"])
    assert ending.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_db_remove_wants_to_be_asked_twice(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["db_remove", "--data-dir", str(tmp_path)]) == 2
    assert "--yes" in capsys.readouterr().err


def test_db_start_refuses_where_a_server_is_named(tmp_path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JIAYI_DATABASE_URL", "postgresql://db.example/jiayi")
    assert command.main(["db_start", "--data-dir", str(tmp_path)]) == 2
    assert "JIAYI_DATABASE_URL" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_address_in_use_is_told_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = command.main(["serve", "--bind", f"127.0.0.1:{taken.getsockname()[1]}"])
    assert answer == 2
    assert "--bind" in capsys.readouterr().err


def test_a_terminal_without_chinese_gets_escapes(tmp_path) -> None:
    case = "{name: 一天之差, on: 2025-05-10, facts: {}, expect: {open_by: 2026-03-01}}"
    text = f"rule: agreements.record_open_by\nschemes: [national]\ncases: [{case}]\n"
    (tmp_path / "cases.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "jiayi.config.command", "rulebook_cases", str(tmp_path)]
    done = subprocess.run(command, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stdout.decode("ascii").splitlines()[-1] == "0 passed, 1 failed"
    assert "\\u4e00" in done.stdout.decode("ascii")


def test_no_work_stands_twice_in_the_timetable() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))
    assert all((entry.every is None) != (entry.daily_at is None) for entry in ENTRIES)


@pytest.mark.parametrize("address", ["postgresql://jiayi@127.0.0.1:9/jiayi", "host=127.0.0.1 nonsense"])
def test_a_server_that_does_not_answer_is_told_plainly(address: str) -> None:
    environment = os.environ | {"JIAYI_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "jiayi.config.settings.test"}
    command_line = [sys.executable, "-m", "jiayi.config.command", "migrate"]
    answer = subprocess.run(command_line, env=environment, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert answer.stderr.startswith("jiayi migrate: ") and "Traceback" not in answer.stderr


@pytest.mark.slow
def test_the_first_command_of_a_new_cluster_finds_its_tables(tmp_path) -> None:
    divisions = tmp_path / "divisions.csv"
    divisions.write_text("code,name,level,parent\n42,湖北省,province,\n4203,十堰市,city,42\n", encoding="utf-8")
    surroundings = {name: value for name, value in os.environ.items() if name != "JIAYI_DATABASE_URL"}
    surroundings |= {"JIAYI_DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": command.DEFAULT_SETTINGS}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        line = [sys.executable, "-m", "jiayi.config.command", *arguments]
        return subprocess.run(line, env=surroundings, capture_output=True, check=False)

    try:
        done = run("import_divisions", str(divisions))
        assert (done.returncode, b"2 created" in done.stdout) == (0, True), done.stderr.decode()
    finally:
        assert run("db_remove", "--yes").returncode == 0


def test_a_database_that_is_not_up_to_date_is_told_plainly(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    def miss_a_table(_self: object) -> None:
        raise ProgrammingError("relation does not exist") from UndefinedTable()

    monkeypatch.setattr("django.core.management.ManagementUtility.execute", miss_a_table)
    assert command.main(["check"]) == 2
    assert "jiayi migrate" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["daily --on x", "import_roster a.csv --on 2026-13-01", "import_agreements a.csv --on x"]
)
def test_a_word_that_is_no_day_is_wrong_use(line, capsys):
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["jiayi", *line.split()]).execute()
    assert end.value.code == 2
    assert "is not a day as YYYY-MM-DD" in capsys.readouterr().err
