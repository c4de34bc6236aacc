"""Work in the background: started, watched, stopped, found again."""

import logging
import uuid
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import Nobody, Scope, SystemViewer
from jiayi.foundation.jobs import kinds, selectors, services
from jiayi.foundation.jobs.liveness import held
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job


@dataclass(frozen=True)
class Person:
    actor_id: uuid.UUID
    actor_name: str = "张三"
    practitioner_id: None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        return True

    def scope(self, permission: str) -> Scope:
        return Scope()


@pytest.fixture
def person() -> Person:
    return Person(uuid.uuid4())


@pytest.fixture
def kind(monkeypatch):
    """Registers work under a name for one test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def add(work, name: str = "count_sheep") -> str:
        kinds.register(name, title="数羊")(work)
        return name

    return add


def run_worker() -> None:
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.fixture
def worker(monkeypatch):
    """The real worker without its signal handlers, which belong to a process of its own."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda self: None)
    return run_worker


@pytest.mark.django_db(transaction=True)
def test_work_that_was_started_is_done_by_the_worker_and_tells_its_outcome(kind, person, worker):
    def work(progress, sheep):
        progress.say(done=1, total=sheep, message="第一只")
        with transaction.atomic():
            progress.say(done=2)
            assert JobRun.objects.get(pk=progress.run_id).done == 2
        return {"counted": sheep, "by": str(progress.started_by)}

    run = services.start(by=person, kind=kind(work), arguments={"sheep": 3})
    assert selectors.run_for(person, run.pk).state == "waiting"
    worker()
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.message) == ("done", 2, 3, "第一只")
    assert run.outcome == {"counted": 3, "by": str(person.actor_id)}
    assert run.finished_at >= run.began_at


@pytest.mark.django_db
def test_work_begins_only_when_its_transaction_is_committed(kind, person):
    with pytest.raises(RuntimeError), transaction.atomic():
        services.start(by=person, kind=kind(lambda progress: None), arguments={})
        raise RuntimeError
    assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_a_coded_error_is_told_to_the_owner(kind, person):
    def work(progress):
        raise BadShape("E_FILE_TYPE", "只能读取 .xlsx 和 .csv 文件。")

    run = services.start(by=person, kind=kind(work), arguments={})
    run_job.call(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error_code, run.message) == ("failed", "E_FILE_TYPE", "只能读取 .xlsx 和 .csv 文件。")


@pytest.mark.django_db
def test_an_unexpected_error_keeps_personal_data_out_of_the_run_and_of_the_log(kind, person, caplog):
    def work(progress):
        raise ValueError("420324199004269874")

    run = services.start(by=person, kind=kind(work), arguments={})
    with caplog.at_level(logging.ERROR):
        run_job.call(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error_code) == ("failed", "E_JOB_FAILED")
    assert "420324199004269874" not in run.message + caplog.text
    assert "ValueError at work" in caplog.text


@pytest.mark.django_db
def test_waiting_work_that_was_cancelled_is_never_begun(kind, person):
    begun = []
    run = services.start(by=person, kind=kind(lambda progress: begun.append(1)), arguments={})
    services.cancel(by=person, run_id=run.pk)
    run_job.call(str(run.pk))
    assert not begun
    assert JobRun.objects.get(pk=run.pk).state == "cancelled"
    with pytest.raises(LawBroken):
        services.cancel(by=person, run_id=run.pk)


@pytest.mark.django_db(transaction=True)
def test_running_work_stops_at_its_next_report_and_takes_back_what_it_did(kind, person):
    def stopped_meanwhile(progress):
        JobRun.objects.filter(pk=progress.run_id).update(is_cancel_asked=True)
        with transaction.atomic():
            JobRun.objects.create(kind="trace")
            progress.say(done=1)

    run = services.start(by=person, kind=kind(stopped_meanwhile), arguments={})
    run_job.call(str(run.pk))
    assert JobRun.objects.get(pk=run.pk).state == "cancelled"
    assert not JobRun.objects.filter(kind="trace").exists()


@pytest.mark.django_db
def test_a_run_whose_worker_is_gone_is_found_and_can_be_started_again(kind, person):
    run = services.start(by=person, kind=kind(lambda progress: {"ok": True}), arguments={})
    JobRun.objects.filter(pk=run.pk).update(state="running")
    with held(run.pk):
        assert services.mark_interrupted() == 0
    assert services.mark_interrupted() == 1
    run.refresh_from_db()
    assert run.state == "interrupted"
    services.restart(by=person, run_id=run.pk)
    run_job.call(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome) == ("done", {"ok": True})
    with pytest.raises(LawBroken):
        services.restart(by=person, run_id=run.pk)


@pytest.mark.django_db
def test_a_worker_that_is_told_to_exit_leaves_an_interrupted_run(kind, person):
    def work(progress):
        raise SystemExit(1)

    run = services.start(by=person, kind=kind(work), arguments={})
    with pytest.raises(SystemExit):
        run_job.call(str(run.pk))
    assert JobRun.objects.get(pk=run.pk).state == "interrupted"


@pytest.mark.django_db(transaction=True)
def test_a_run_that_another_worker_holds_is_not_begun_twice(kind, person):
    begun = []
    run = services.start(by=person, kind=kind(lambda progress: begun.append(1)), arguments={})
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x6A6F62, low_key(run.pk)])
        run_job.call(str(run.pk))
    finally:
        other.close()
    assert not begun


def low_key(run_id: uuid.UUID) -> int:
    low = run_id.int & 0xFFFFFFFF
    return low - 2**32 if low >= 2**31 else low


@pytest.mark.django_db
def test_everybody_sees_the_runs_they_started_and_the_system_sees_all(kind, person):
    run = services.start(by=person, kind=kind(lambda progress: None), arguments={})
    assert list(selectors.runs(person)) == [run]
    assert list(selectors.runs(SystemViewer(), kind="count_sheep")) == [run]
    for other in (Person(uuid.uuid4()), Nobody()):
        with pytest.raises(NotVisible):
            selectors.run_for(other, run.pk)


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_refused(person):
    with pytest.raises(BadShape) as refused:
        services.start(by=person, kind="no_such_kind", arguments={})
    assert refused.value.code == "E_JOB_KIND"
    assert not JobRun.objects.exists()


def test_a_kind_is_registered_once(kind):
    kind(lambda progress: None)
    with pytest.raises(ValueError, match="registered twice"):
        kind(lambda progress: None)


@pytest.mark.django_db
def test_work_that_all_need_once_is_not_begun_again_while_it_is_open_whoever_asks(kind, person):
    name = kind(lambda progress: None)
    first, began = services.start_unless_open(by=person, kind=name, arguments={})
    again, began_again = services.start_unless_open(by=Person(uuid.uuid4()), kind=name, arguments={})
    assert (began, began_again, again.pk) == (True, False, first.pk)
    JobRun.objects.update(state="done")
    assert services.start_unless_open(by=person, kind=name, arguments={})[1]
