"""A waiting paper is signed on the screen or by a code; scans are kept; many papers are printed into one file."""

import base64
import datetime as dt
import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock, texting
from jiayi.foundation.base.errors import BadShape, TooMany
from jiayi.foundation.jobs.models import JobRun
from jiayi.foundation.jobs.running import run_job
from jiayi.service.agreements import services
from jiayi.service.agreements.models import SignatureEvidence

from .factories import agreement_of, make_household, make_resident, request_for, sign

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"drawn"
DRAWN = "data:image/png;base64," + base64.b64encode(PNG).decode()


@pytest.fixture
def texts(monkeypatch):
    sent = []
    monkeypatch.setattr("jiayi.service.agreements.services.codes.send_text", lambda **message: sent.append(message))
    return sent


def waiting(village, resident):
    today = clock.today()
    return services.prepare_agreement(by=village.by, asked=request_for(village, resident, signed_on=today), on=today)


def code_in(message) -> str:
    return re.search(r"验证码是 (\d{6})", message["text"])[1]


def test_a_drawn_signature_signs_the_waiting_paper_and_is_shown_beside_it(doctor, village):
    paper = waiting(village, resident := make_resident())
    page = doctor.get(reverse("agreements:evidence", args=[paper.id])).content.decode()
    assert "在屏幕上签名" in page
    address = reverse("agreements:sign_drawn", args=[paper.id])
    assert doctor.post(address, {"signature": ""}).status_code == 422
    assert doctor.post(address, {"signature": "data:image/png;base64,@@"}).status_code == 422
    assert doctor.post(address, {"signature": DRAWN}).status_code == 302
    assert agreement_of(resident).state == "active"
    kept = SignatureEvidence.objects.get()
    shown = doctor.get(reverse("agreements:evidence_file", args=[paper.id, kept.id]))
    assert (shown.content, shown["Content-Type"], shown["Cache-Control"]) == (PNG, "image/png", "no-store, private")
    again = doctor.post(address, {"signature": DRAWN})
    assert again.status_code == 422 and SignatureEvidence.objects.count() == 1


def test_a_code_read_out_signs_the_paper_once(village, texts):
    resident = make_resident(phone="13912345678")
    paper, now, today = waiting(village, resident), clock.now(), clock.today()
    services.send_code(by=village.by, paper_id=paper.id, at=now)
    with pytest.raises(TooMany):
        services.send_code(by=village.by, paper_id=paper.id, at=clock.now())
    code = code_in(texts[0])
    assert texts[0]["phone"] == "13912345678"
    wrong = "000000" if code != "000000" else "111111"
    usual = {"by": village.by, "paper_id": paper.id, "signed_on": today, "on": today}
    with pytest.raises(BadShape, match="E_CODE_WRONG"):
        services.sign_by_code(**usual, code=wrong, at=now)
    services.sign_by_code(**usual, code=code, at=now)
    assert agreement_of(resident).state == "active"
    with pytest.raises(BadShape, match="E_CODE_OVER"):
        services.sign_by_code(**usual, code=code, at=now)


def test_five_wrong_codes_or_ten_minutes_end_a_code(village, texts):
    paper, now, today = waiting(village, make_resident(phone="13912345678")), clock.now(), clock.today()
    services.send_code(by=village.by, paper_id=paper.id, at=now)
    code = code_in(texts[0])
    usual = {"by": village.by, "paper_id": paper.id, "signed_on": today, "on": today}
    with pytest.raises(BadShape, match="E_CODE_OVER"):
        services.sign_by_code(**usual, code=code, at=now + dt.timedelta(minutes=10))
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(4):
        with pytest.raises(BadShape, match="E_CODE_WRONG"):
            services.sign_by_code(**usual, code=wrong, at=now)
    with pytest.raises(BadShape, match="E_CODE_OVER"):
        services.sign_by_code(**usual, code=code, at=now)


def test_without_a_phone_or_a_gateway_no_code_is_sent(village, settings):
    paper = waiting(village, make_resident())
    with pytest.raises(BadShape, match="E_SIGNER_WITHOUT_PHONE"):
        services.send_code(by=village.by, paper_id=paper.id, at=clock.now())
    settings.TEXT_GATEWAY = ""
    with pytest.raises(BadShape, match="E_NO_TEXT_GATEWAY"):
        texting.send_text(phone="13912345678", text="x")


def test_a_scan_is_kept_with_a_signed_paper(doctor, village):
    paper = sign(village, make_resident(), signed_on=clock.today())
    address = reverse("agreements:add_scan", args=[paper.id])
    file = BytesIO(b"%PDF-1.7 scan")
    file.name = "协议.pdf"
    assert doctor.post(address, {"file": file, "note": "存档"}).status_code == 302
    assert "存档" in doctor.get(reverse("agreements:evidence", args=[paper.id])).content.decode()
    bad = BytesIO(b"hello")
    bad.name = "x.exe"
    refused = doctor.post(address, {"file": bad})
    assert refused.status_code == 422 and "只能上传" in refused.content.decode()


def test_all_papers_of_a_village_are_printed_into_one_file_with_their_own_page_numbers(doctor, village, monkeypatch):
    monkeypatch.setattr("jiayi.service.agreements.services.printing.AT_ONCE", 2)
    household = make_household(members=3)
    sign(village, household_id=household.id, unit="household", resident_ids=(), signed_on=clock.today())
    for name in ("王一", "王二"):
        sign(village, make_resident(name=name), signed_on=clock.today())
    started = doctor.post(reverse("agreements:print_papers") + "?printed=not_printed")
    run = JobRun.objects.get()
    assert started.url == reverse("agreements:printout", args=[run.pk])
    if run.state != "done":
        run_job.call(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.outcome["papers"]) == ("done", 3), run.message
    answer = doctor.get(reverse("agreements:printout_file", args=[run.pk]))
    pages = [page.extract_text() for page in PdfReader(BytesIO(b"".join(answer.streaming_content))).pages]
    assert sum("家庭医生签约服务协议书" in page for page in pages) == 6
    assert sum("王一" in page for page in pages) >= 2
    totals = {(int(one), int(all_)) for page in pages for one, all_ in re.findall(r"第 (\d+) 页 / 共 (\d+) 页", page)}
    assert totals and all(one <= all_ for one, all_ in totals) and (1, max(total for _, total in totals)) in totals
    assert "已打" in doctor.get(reverse("agreements:list") + "?printed=printed").content.decode()
    nothing = doctor.post(reverse("agreements:print_papers") + "?printed=not_printed")
    again = JobRun.objects.order_by("-id").first()
    if again.state not in ("done", "failed"):
        run_job.call(str(again.pk))
    again.refresh_from_db()
    assert nothing.status_code == 302 and again.error_code == "E_NOTHING_TO_PRINT"


def test_printing_one_paper_counts(doctor, village):
    paper = sign(village, make_resident(), signed_on=clock.today())
    for count in (1, 2):
        assert doctor.post(reverse("agreements:paper_pdf", args=[paper.id])).content.startswith(b"%PDF")
        assert doctor.get(reverse("agreements:paper_pdf", args=[paper.id])).content.startswith(b"%PDF")
        paper.refresh_from_db()
        assert paper.print_count == count
    assert "再打" in doctor.get(reverse("agreements:paper", args=[paper.id])).content.decode()
