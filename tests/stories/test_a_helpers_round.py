"""A village liaison prepares a round on the phone: whom to ask, where they live, and nothing else."""

import pytest
from playwright.sync_api import expect

from tests.registry.organization.factories import COUNTY
from tests.registry.people.factories import make_resident

pytestmark = pytest.mark.browser
HERE = f"{COUNTY}100201"
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "zh-CN", "has_touch": True}


@pytest.fixture
def neighbours(county):
    return [
        make_resident(name="沈建国", village=HERE, address="西关路8号", phone="13871100001", groups=("hypertension",)),
        make_resident(name="钱小梅", village=HERE, address="西关路9号"),
    ]


def test_a_liaison_finds_whom_to_ask_and_no_way_to_a_record(open_page, sign_in_as, neighbours, assert_accessible):
    page = open_page(**PHONE)
    sign_in_as(page, "local_helper", region=HERE)
    page.get_by_role("link", name="待动员签约").first.click()
    expect(page.get_by_role("heading", name="走访名单")).to_be_visible()
    for person in neighbours:
        expect(page.get_by_text(person.name)).to_be_visible()
    expect(page.get_by_text("西关路8号")).to_be_visible()
    assert_accessible(page)
    for hidden in ("高血压", "1387", "4203241980"):
        expect(page.get_by_text(hidden)).to_have_count(0)
    assert page.locator("main a[href*='/residents/']").count() == 0
