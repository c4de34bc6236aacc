"""The pages of rosters, from upload to undo, as a township's manager uses them."""

import datetime as dt
import stat
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.registry.people.models import Resident, RosterBatch
from jiayi.registry.people.services import roster
from tests.registry.access.factories import make_post, make_user
from tests.registry.people.roster.rosters import ON, OTHER_TOWNSHIP, infant, person

TOWNSHIP = "420324101"
SECOND = "510121194809274547"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def sign_in(divisions):
    def run(post: str = "institution_manager", region: str = TOWNSHIP) -> Client:
        user = make_user(name="王丽萍")
        make_post(user=user, code=post, region=region)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return run


@pytest.fixture
def manager(sign_in):
    return sign_in()


@pytest.fixture
def upload(csv_file):
    """Uploads rows with a client; answers the response."""

    def run(client: Client, *rows: dict, name: str = "花名册.csv", content: bytes | None = None):
        data = csv_file(*rows).read_bytes() if content is None else content
        return client.post("/rosters/", {"file": SimpleUploadedFile(name, data), "on": ON.isoformat()})

    return run


def work() -> None:
    """What the worker does with everything that waits."""
    for run in JobRun.objects.filter(state="waiting").order_by("id"):
        run_job.call(str(run.pk))
        run.refresh_from_db()
        assert run.state == "done", (run.error_code, run.message)


def test_a_roster_is_uploaded_tried_confirmed_imported_and_undone(manager, upload):
    answer = upload(manager, person(), person(SECOND, region_code=OTHER_TOWNSHIP), infant(phone="0"))
    batch = RosterBatch.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/rosters/{batch.pk}/"
    assert "hx-get" in manager.get(answer["Location"]).content.decode()

    work()
    page = manager.get(answer["Location"]).content.decode()
    assert "E_REGION_OUTSIDE" in page and "W_PHONE_DROPPED" in page and "确认导入" in page
    assert not Resident.objects.exists()

    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 302
    work()
    page = manager.get(answer["Location"]).content.decode()
    assert Resident.objects.count() == 2
    assert "已导入" in page and "确认导入" not in page

    rejects = manager.get(f"/rosters/{batch.pk}/rejects/")
    assert b"".join(rejects.streaming_content).startswith(b"PK")
    report = manager.get(f"/rosters/{batch.pk}/report/")
    assert b'"verdict": "accepted"' in b"".join(report.streaming_content)

    assert "撤销导入会做什么" in manager.get(f"/rosters/{batch.pk}/undo/").content.decode()
    assert manager.post(f"/rosters/{batch.pk}/undo/").status_code == 302
    work()
    assert not Resident.objects.exists()
    assert "已撤销" in manager.get(answer["Location"]).content.decode()
    assert batch.file_name in manager.get("/rosters/?status=undone").content.decode()
    taken = b"".join(manager.post("/rosters/?status=undone", {"export": "all-csv"}).streaming_content).decode()
    assert "退回" in taken and batch.file_name in taken and ",3,2,0,0,0,1," in taken


def test_a_finished_job_leads_to_the_batch(manager, upload):
    upload(manager, person())
    work()
    batch = RosterBatch.objects.get()
    answer = manager.get(f"/jobs/{batch.job_id}/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == f"/rosters/{batch.pk}/"


def test_the_first_page_tells_of_a_finished_job_and_leads_nobody_away(manager, upload):
    upload(manager, person())
    asking = f"/jobs/{RosterBatch.objects.get().job_id}/?stays=1"
    assert asking in manager.get("/").content.decode()
    assert f'hx-get="{asking}"' in manager.get(asking, headers={"hx-request": "true"}).content.decode()
    work()
    answer = manager.get(asking, headers={"hx-request": "true"})
    assert "HX-Redirect" not in answer and "查看结果" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "甲,乙\n1,2\n".encode(), "E_FILE_NO_HEADER"),
        ("a.pdf", b"%PDF", "E_FILE_TYPE"),
        ("a.xls", b"x", "E_FILE_OLD_WORKBOOK"),
        ("a.xlsx", b"PK\x03\x04broken", "E_FILE_DAMAGED"),
    ],
)
def test_what_is_no_roster_is_refused_on_the_page_and_not_kept(manager, upload, name, content, code):
    answer = upload(manager, name=name, content=content)
    assert answer.status_code == 422
    assert code in answer.content.decode()
    assert not RosterBatch.objects.exists()
    folder = Path(django_settings.MEDIA_ROOT) / "rosters"
    assert not folder.exists() or not list(folder.iterdir())


def test_kept_files_are_for_their_owner_alone_and_go_after_a_while(manager, upload):
    upload(manager, person(), person(name=""))
    work()
    batch = RosterBatch.objects.get()
    paths = [roster.path_of(getattr(batch, kind)) for kind in ("source_file", "report_file", "rejects_file")]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 3
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700
    assert "花名册" not in str(paths)
    assert roster.delete_old_files(clock.now() - dt.timedelta(days=1)) == 0
    assert roster.delete_old_files(clock.now() + dt.timedelta(days=1)) == 1
    assert not any(path.exists() for path in paths)
    assert manager.get(f"/rosters/{batch.pk}/rejects/").status_code == 404
    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 409


def test_a_batch_is_confirmed_once(manager, upload):
    upload(manager, person())
    batch = RosterBatch.objects.get()
    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 409
    work()
    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 302
    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 409
    work()
    assert manager.post(f"/rosters/{batch.pk}/import/").status_code == 409
    assert Resident.objects.count() == 1


PAGES = [("get", ""), ("post", "import/"), ("get", "undo/"), ("post", "undo/"), ("get", "rejects/"), ("get", "report/")]


@pytest.mark.parametrize(("method", "page"), PAGES)
@pytest.mark.parametrize(("post", "region"), [("institution_manager", "420324102"), ("doctor", TOWNSHIP)])
def test_the_wrong_person_learns_nothing_of_a_batch(manager, sign_in, upload, method, page, post, region):
    upload(manager, person(), person(name=""))
    work()
    batch = RosterBatch.objects.get()
    other = sign_in(post, region)
    assert getattr(other, method)(f"/rosters/{batch.pk}/{page}").status_code == 404
    assert getattr(other, method)(f"/rosters/{uuid.uuid4()}/{page}").status_code == 404


def test_without_the_permission_there_is_no_page_of_rosters(sign_in, upload):
    doctor = sign_in("doctor")
    assert doctor.get("/rosters/").status_code == 404
    assert upload(doctor, person()).status_code == 404
    assert not RosterBatch.objects.exists()


def test_the_county_sees_the_batches_of_its_townships(manager, sign_in, upload):
    upload(manager, person())
    bureau = sign_in("county_bureau", "420324")
    assert "花名册.csv" in bureau.get("/rosters/").content.decode()
    other = sign_in("institution_manager", "420324102")
    assert "花名册.csv" not in other.get("/rosters/").content.decode()


def test_a_visitor_is_asked_to_sign_in(divisions, client):
    assert client.get("/rosters/").status_code == 302


def test_the_list_costs_the_same_for_one_batch_and_for_many(manager, upload, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    upload(manager, person())
    with CaptureQueriesContext(connection) as one:
        manager.get("/rosters/")
    batch = RosterBatch.objects.get()
    RosterBatch.objects.bulk_create(
        RosterBatch(file_name=f"{n}.csv", digest="", judged_on=ON, status="uploaded", started_by=batch.started_by)
        for n in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        page = manager.get("/rosters/").content.decode()
    assert len(many) == len(one)
    assert 'rel="next"' in page


def test_the_pages_speak_english(manager, upload):
    upload(manager, person(), person(name=""))
    work()
    manager.cookies["django_language"] = "en"
    page = manager.get(f"/rosters/{RosterBatch.objects.get().pk}/").content.decode()
    assert '<html lang="en">' in page and "The name is blank" in page
