"""A village's home round on a page and on paper, and what is due of a household."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.registry.people.factories import make_household
from tests.service.care import factories as care

DAY = dt.timedelta(days=1)
HERE = f"{COUNTY}100201"


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100"), name="春晖团队")
    make_area(team, HERE)
    return team


def patient(name: str, address: str, days: int = 90, **fields):
    home = make_household(village=HERE, address=address)
    resident = care.hypertension(name=name, village=HERE, household=home, **fields)
    before = clock.today() - days * DAY
    care.save(resident, care.pressure(138, 86), by=care.carer(COUNTY), visit_on=before, on=before)
    return resident


@pytest.fixture
def patients(team):
    far = patient("沈建国", "2组12号", phone="13812345678")
    return [patient("陈秀英", "2组2号"), far, patient("王不急", "1组1号", days=1)]


def words_of(answer) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).replace(" ", "")


def test_the_round_lists_who_is_due_in_the_order_of_the_houses(signed_in, team, patients):
    page = signed_in("village_doctor", institution=team.institution).get(
        reverse("workstation:round_sheet"), {"region": HERE}
    )
    stops = page.context["sheet"].stops
    assert [(stop.address, stop.persons[0].name) for stop in stops] == [("2组2号", "陈秀英"), ("2组12号", "沈建国")]
    assert "138/86" in page.text and "高血压随访" in page.text and "tel:13812345678" in page.text


def test_the_paper_holds_addresses_dues_last_values_and_phones(signed_in, team, patients):
    answer = signed_in("doctor", region=f"{COUNTY}100").get(reverse("workstation:round_sheet_pdf", args=[HERE]))
    words = words_of(answer)
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    for told in ("入户走访单", "2组12号", "沈建国", "高血压随访", "138/86", "13812345678", "春晖团队", "共2户2人"):
        assert told in words
    assert words.index("陈秀英") < words.index("沈建国") and "王不急" not in words
    printed = Entry.objects.get(act="workstation.print_round")
    assert set(printed.resident_ids) == {one.id for one in patients[:2]}
    assert Entry.objects.filter(act="people.reveal_numbers").exists()


def test_who_only_reads_sees_no_phone_numbers(signed_in, team, patients):
    page = signed_in("pharmacist", region=COUNTY).get(reverse("workstation:round_sheet"), {"region": HERE})
    assert "沈建国" in page.text and "13812345678" not in page.text


def test_another_townships_village_has_no_sheet(signed_in, team, patients):
    visitor = signed_in("doctor", region=f"{COUNTY}101")
    assert visitor.get(reverse("workstation:round_sheet_pdf", args=[HERE])).status_code == 404
    assert "沈建国" not in visitor.get(reverse("workstation:round_sheet"), {"region": HERE}).text


def test_an_empty_village_and_an_unreadable_day_say_what_to_do(signed_in, team):
    visitor = signed_in("doctor", region=f"{COUNTY}100")
    assert "先选择村" in visitor.get(reverse("workstation:round_sheet"), {"on": "x"}).text
    assert (
        "没有要上门的人" in visitor.get(reverse("workstation:round_sheet"), {"region": HERE, "on": "2020-01-01"}).text
    )


def test_the_queries_of_a_round_do_not_grow(signed_in, team, patients, django_assert_max_num_queries):
    visitor = signed_in("doctor", region=f"{COUNTY}100")
    url = reverse("workstation:round_sheet")
    for number in range(5):
        patient(f"李家{'一二三四五'[number]}", f"3组{number}号")
    visitor.get(url, {"region": HERE})
    with django_assert_max_num_queries(24):
        assert len(visitor.get(url, {"region": HERE}).context["sheet"].stops) == 7


def test_a_households_page_tells_of_each_member_what_is_due_and_was_measured(signed_in, team, patients):
    home = patients[1].household
    wife = care.make_resident(name="周桂兰", village=HERE, household=home)
    visitor = signed_in("nurse", region=f"{COUNTY}100")
    dues = reverse("workstation:household_dues", args=[home.id])
    assert dues in visitor.get(reverse("people:household", args=[home.id])).text
    part = visitor.get(dues).text
    assert "高血压随访" in part and "138/86" in part and "未签约" in part and wife.name in part and "没有待办" in part
    assert dues not in signed_in("auditor", region=COUNTY).get(reverse("people:household", args=[home.id])).text
