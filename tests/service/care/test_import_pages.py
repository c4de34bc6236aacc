"""The pages of historic records by workbook, from the template to the undo, as a doctor uses them."""

import datetime as dt
import io
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from jiayi.foundation.base import clock
from jiayi.foundation.intake.services import write_rejects
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.service.care import services
from jiayi.service.care.models import Record, RecordBatch
from jiayi.service.care.services.batches import SHELF
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, hypertension, make_village
from .test_importing import FORM, NUMBER, ROW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def resident():
    make_village()
    return hypertension(number=NUMBER, birth_date=dt.date(1956, 3, 4), sex="male")


@pytest.fixture
def sign_in():
    def run(post: str = "doctor", region: str = "420324101") -> Client:
        user = make_user(name="王丽萍")
        make_post(user=user, code=post, region=region)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return run


def workbook(*rows: dict[str, str]) -> bytes:
    file = io.BytesIO()
    heading = list(dict.fromkeys(key for row in rows for key in row))
    cells = [([""], [row.get(key, "") for key in heading]) for row in rows]
    write_rejects(file, heading=heading, reason_heading=["备注"], rows=cells)
    return file.getvalue()


def upload(client: Client, content: bytes, *, form: str = FORM, name: str = "随访.xlsx"):
    sent = {"form": form, "file": SimpleUploadedFile(name, content), "on": DAY.isoformat()}
    return client.post("/records/imports/", sent)


def work() -> None:
    """What the worker does with everything that waits."""
    for run in JobRun.objects.filter(state="waiting").order_by("id"):
        run_job.call(str(run.pk))
        run.refresh_from_db()
        assert run.state == "done", (run.error_code, run.message)


def test_a_workbook_is_uploaded_tried_confirmed_imported_and_undone(sign_in) -> None:
    doctor = sign_in()
    answer = upload(doctor, workbook(ROW, ROW | {"姓名": "李大山", "服务日期": "2026-02-01"}))
    batch = RecordBatch.objects.get()
    place = f"/records/imports/{batch.pk}/"
    assert answer.status_code == 302 and answer["Location"] == place
    assert "hx-get" in doctor.get(place).content.decode()

    work()
    page = doctor.get(place).content.decode()
    assert "E_ROW_NAME_DIFFERS" in page and "确认导入" in page and not Record.objects.exists()

    assert doctor.post(f"{place}import/").status_code == 302
    work()
    page = doctor.get(place).content.decode()
    assert Record.objects.get().practitioner is None and "已导入" in page and "确认导入" not in page
    refused = b"".join(doctor.get(f"{place}rejects/").streaming_content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(refused)).get_sheet_by_index(0).to_python()
    assert "李大山" in sheet[1] and "姓名与居民登记的不一致，请核对。" in sheet[1]

    assert "撤销导入会做什么" in doctor.get(f"{place}undo/").content.decode()
    assert doctor.post(f"{place}undo/").status_code == 302
    work()
    assert Record.objects.get().state == "voided" and "已撤销" in doctor.get(place).content.decode()
    assert "随访.xlsx" in doctor.get("/records/imports/").content.decode()


def test_a_batch_is_confirmed_once_and_is_seen_by_its_owner_alone(sign_in) -> None:
    doctor = sign_in()
    upload(doctor, workbook(ROW))
    batch = RecordBatch.objects.get()
    assert doctor.post(f"/records/imports/{batch.pk}/import/").status_code == 409
    work()
    assert doctor.post(f"/records/imports/{batch.pk}/import/").status_code == 302
    work()
    assert doctor.post(f"/records/imports/{batch.pk}/import/").status_code == 409
    assert Record.objects.count() == 1
    assert sign_in().get(f"/records/imports/{batch.pk}/").status_code == 404


def test_the_template_names_every_column_and_is_taken_back_in(sign_in) -> None:
    doctor = sign_in()
    content = b"".join(doctor.get(f"/records/imports/templates/{FORM}/").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert "毫米汞柱" in rows[1] and "收缩压" in rows[0] and upload(doctor, content).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "甲,乙\n1,2\n".encode(), "E_FILE_NO_HEADER"),
        ("a.pdf", b"%PDF", "E_FILE_TYPE"),
        ("a.xlsx", b"PK\x03\x04broken", "E_FILE_DAMAGED"),
    ],
)
def test_what_is_no_workbook_is_refused_on_the_page_and_not_kept(sign_in, name, content, code) -> None:
    answer = upload(sign_in(), content, name=name)
    assert answer.status_code == 422 and code in answer.content.decode()
    assert not RecordBatch.objects.exists() and not list(SHELF.folder().iterdir())


def test_a_restricted_form_is_not_offered_to_who_may_not_write_it(sign_in) -> None:
    manager = sign_in("institution_manager")
    assert "mental-follow-up" not in manager.get("/records/imports/").content.decode()
    assert manager.get("/records/imports/templates/mental-follow-up/").status_code == 404
    assert upload(manager, workbook(ROW), form="mental-follow-up").status_code == 422


def test_kept_files_are_for_their_owner_alone_and_go_after_a_while(sign_in) -> None:
    upload(sign_in(), workbook(ROW | {"姓名": "李大山"}))
    work()
    batch = RecordBatch.objects.get()
    paths = [SHELF.path_of(name) for name in (batch.source_file, batch.rejects_file)]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 2
    assert services.delete_old_workbooks(at=clock.now()) == 0
    assert services.delete_old_workbooks(at=clock.now() + dt.timedelta(days=31)) == 1
    assert not any(path.exists() for path in paths)
