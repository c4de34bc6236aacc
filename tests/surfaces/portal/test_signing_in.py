"""A code to the registered phone opens one's own pages; who has no phone here cannot be told from who has."""

import datetime as dt

import pytest
from django.test import Client

from jiayi.community.engagement.models import Message
from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, TooMany
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.services import mark_died, set_guardian
from jiayi.surfaces.portal import selectors, services
from jiayi.surfaces.portal.models import Authority, PortalSession, SignInCode
from jiayi.surfaces.portal.terms import COOKIE
from jiayi.surfaces.portal.viewers import ResidentViewer
from tests.races import at_once
from tests.registry.access.factories import signed_in as staff_signed_in
from tests.registry.people.factories import make_household, make_resident
from tests.service.agreements.factories import make_village, sign
from tests.surfaces.portal.factories import OTHER_PHONE, PHONE, code_sent_to, signed_in, text_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 4, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def gateway(settings):
    settings.TEXT_GATEWAY = "log"


def code_on_the_page(client: Client, phone: str = PHONE) -> str:
    answer = client.post("/my/sign-in/", {"phone": phone})
    assert answer.status_code == 302 and answer["Location"] == "/my/sign-in/code/"
    services.send_codes(at=clock.now())
    message = Message.objects.filter(template="portal_code").order_by("-created_at").first()
    return message.words["code"] if message else ""


def test_a_resident_signs_in_by_the_code_sent_to_the_registered_phone(client):
    make_resident(name="沈建国", phone=PHONE)
    number = code_on_the_page(client)
    answer = client.post("/my/sign-in/code/", {"code": f"{number[:3]} {number[3:]}"})
    assert answer["Location"] == "/my/"
    assert client.cookies[COOKIE]["path"] == "/my/" and client.cookies[COOKIE]["httponly"]
    assert "沈建国" in text_of(client.get("/my/"))
    assert Entry.objects.filter(act="portal.sign_in").exists()
    assert number not in str(PortalSession.objects.values_list("digest", flat=True).get())
    client.post("/my/sign-out/")
    assert client.get("/my/")["Location"] == "/my/sign-in/"


def test_an_unknown_number_gets_the_same_answers_and_no_message(client):
    make_resident(phone=PHONE)
    unknown = Client()
    known_answer = client.post("/my/sign-in/", {"phone": PHONE})
    unknown_answer = unknown.post("/my/sign-in/", {"phone": OTHER_PHONE})
    assert (known_answer.status_code, known_answer["Location"]) == (302, unknown_answer["Location"])
    services.send_codes(at=clock.now())
    assert Message.objects.count() == 1
    wrong = [text_of(one.post("/my/sign-in/code/", {"code": "000000"})) for one in (client, unknown)]
    assert wrong[0] == wrong[1] and "验证码不对或已过期" in wrong[0]


def test_what_asks_does_the_same_work_for_a_known_and_an_unknown_number(django_assert_num_queries):
    make_resident(phone=PHONE)
    for number in (PHONE, OTHER_PHONE):
        with django_assert_num_queries(8):
            services.ask_code(phone=number, address="10.0.0.1", at=NOW)


def test_limits_hold_for_known_and_unknown_numbers_alike():
    make_resident(phone=PHONE)
    for phone in (PHONE, OTHER_PHONE):
        services.ask_code(phone=phone, address="a", at=NOW)
        with pytest.raises(TooMany, match="E_CODE_TOO_SOON"):
            services.ask_code(phone=phone, address="a", at=NOW + MINUTE / 2)
        for number in range(1, 8):
            services.ask_code(phone=phone, address="a", at=NOW + number * 10 * MINUTE)
        with pytest.raises(TooMany, match="E_CODES_TOO_MANY"):
            services.ask_code(phone=phone, address="a", at=NOW + 100 * MINUTE)


def test_one_address_cannot_ask_for_everybody():
    for number in range(60):
        services.ask_code(phone=f"139{number:08d}", address="10.0.0.9", at=NOW)
    with pytest.raises(TooMany):
        services.ask_code(phone="13899999999", address="10.0.0.9", at=NOW)
    services.ask_code(phone="13899999999", address="10.0.0.8", at=NOW)


@pytest.mark.django_db(transaction=True)
def test_codes_asked_for_at_once_are_one():
    answers = at_once([lambda: services.ask_code(phone=PHONE, address="a", at=NOW)] * 4)
    assert sum(isinstance(one, SignInCode) for one in answers) == 1


def test_a_code_expires_counts_once_and_locks_after_wrong_ones():
    make_resident(phone=PHONE)
    code, number = code_sent_to(at=NOW)
    with pytest.raises(BadShape):
        services.take_code(code_id=code.id, number=number, at=NOW + 10 * MINUTE)
    code, number = code_sent_to(at=NOW + 11 * MINUTE)
    later = NOW + 12 * MINUTE
    services.take_code(code_id=code.id, number=number, at=later)
    with pytest.raises(BadShape):
        services.take_code(code_id=code.id, number=number, at=later)
    moment = NOW + 200 * MINUTE
    for _round in range(2):
        code, number = code_sent_to(at=moment)
        for _try in range(5):
            with pytest.raises(BadShape):
                services.take_code(code_id=code.id, number="x", at=moment)
        with pytest.raises(BadShape):  # five wrong ones end the code, right or not
            services.take_code(code_id=code.id, number=number, at=moment)
        moment += 2 * MINUTE
    with pytest.raises(TooMany, match="E_LOCKED"):
        code_sent_to(at=moment)
    assert code_sent_to(at=moment + 61 * MINUTE)[1]


@pytest.mark.django_db(transaction=True)
def test_a_code_answered_by_two_at_once_opens_one_session():
    make_resident(phone=PHONE)
    code, number = code_sent_to(at=NOW)
    answers = at_once([lambda: services.take_code(code_id=code.id, number=number, at=NOW)] * 4)
    assert sum(isinstance(one, SignInCode) for one in answers) == 1


def test_people_who_share_a_phone_choose_who_they_are(client):
    make_resident(name="沈建国", phone=PHONE, birth_date=dt.date(1950, 1, 1))
    wife = make_resident(name="李桂芳", phone=PHONE, sex="female", birth_date=dt.date(1952, 1, 1))
    stranger = make_resident(name="外人", phone=OTHER_PHONE)
    number = code_on_the_page(client)
    assert client.post("/my/sign-in/code/", {"code": number})["Location"] == "/my/sign-in/who/"
    assert client.get("/my/")["Location"] == "/my/sign-in/who/"
    assert client.post("/my/sign-in/who/", {"resident": stranger.id}).status_code == 404
    client.post("/my/sign-in/who/", {"resident": wife.id})
    assert "李桂芳" in text_of(client.get("/my/"))


def test_the_code_of_the_agreement_sends_to_its_signer_and_shows_no_number(client):
    village = make_village()
    resident = make_resident(name="沈建国", phone=PHONE, resident_since=dt.date(2020, 1, 1))
    paper = sign(village, resident)
    address = f"/my/paper/{paper.verification_code}/"
    assert PHONE[-4:] not in text_of(client.get(address))
    answer = client.post(address)
    assert answer["Location"] == "/my/sign-in/code/"
    assert Client().post("/my/paper/unknown/")["Location"] == "/my/sign-in/code/"
    services.send_codes(at=clock.now())
    number = Message.objects.get(template="portal_code").words["code"]
    client.post("/my/sign-in/code/", {"code": number})
    assert "沈建国" in text_of(client.get("/my/"))


def test_a_residents_session_opens_no_page_of_staff_and_the_other_way_round(client):
    resident = make_resident(phone=PHONE)
    signed_in(resident, client)
    assert client.get("/").status_code == 302 and client.get("/")["Location"].startswith("/sign-in/")
    staff = staff_signed_in(Client(), "county_bureau", region=resident.region_id[:6])
    assert staff.get("/my/")["Location"] == "/my/sign-in/"


def test_a_session_ends_when_it_is_idle_too_old_or_its_owner_died():
    resident = make_resident(phone=PHONE)
    client = signed_in(resident)
    token = client.cookies[COOKIE].value
    now = clock.now()
    assert selectors.session_of(token, now)
    assert not selectors.session_of(token, now + dt.timedelta(hours=25))
    PortalSession.objects.update(seen_at=now + dt.timedelta(hours=170))
    assert not selectors.session_of(token, now + dt.timedelta(hours=170))
    PortalSession.objects.update(seen_at=now)
    day = clock.today()
    mark_died(by=SystemViewer(), resident_id=resident.id, died_on=day, on=day, evidence="证明")
    assert client.get("/my/")["Location"] == "/my/sign-in/"


def test_a_guardian_acts_for_a_child_and_no_longer_for_one_who_is_grown_up():
    today = clock.today()
    mother = make_resident(name="李梅", sex="female", birth_date=dt.date(1990, 1, 1), phone=PHONE)
    child = make_resident(name="李小宝", birth_date=today.replace(year=today.year - 4))
    grown = make_resident(name="李大宝", birth_date=dt.date(2000, 1, 1))
    for ward in (child, grown):
        set_guardian(by=SystemViewer(), resident_id=ward.id, guardian_id=mother.id, on=today)
    client = signed_in(mother)
    assert client.post("/my/act-for/", {"resident": grown.id}).status_code == 404
    client.post("/my/act-for/", {"resident": child.id})
    text = text_of(client.get("/my/"))
    assert "您正在代 李小宝 办理" in text
    entry = Entry.objects.filter(act="portal.open_home").latest("id")
    assert (entry.actor_id, entry.resident_ids) == (mother.id, [child.id])
    set_guardian(by=SystemViewer(), resident_id=child.id, guardian_id=None, on=today)
    assert "李小宝" not in text_of(client.get("/my/"))  # taken back: the open page closes at once


def test_a_member_lets_the_head_act_and_takes_it_back():
    today = clock.today()
    household = make_household(members=2)
    head, member = household.members.order_by("relation_to_head")
    client = signed_in(head)
    assert client.post("/my/act-for/", {"resident": member.id}).status_code == 404
    own = ResidentViewer(member.id, member.name, member.id)
    for _twice in range(2):
        authority = services.give_authority(by=own, actor_id=head.id, on=today)
    assert Authority.objects.count() == 1
    client.post("/my/act-for/", {"resident": member.id})
    assert f"您正在代 {member.name} 办理" in text_of(client.get("/my/"))
    with pytest.raises(NotVisible):  # who acts for somebody gives no authority over them
        services.give_authority(by=ResidentViewer(head.id, head.name, member.id), actor_id=make_resident().id, on=today)
    services.end_authority(by=own, authority_id=authority.id, on=today)
    assert f"您正在代 {member.name} 办理" not in text_of(client.get("/my/"))
    assert client.post("/my/act-for/", {"resident": member.id}).status_code == 404


def test_nobody_lets_a_stranger_act():
    one, stranger = make_resident(), make_resident(name="外人")
    with pytest.raises(NotVisible):
        services.give_authority(by=ResidentViewer(one.id, one.name, one.id), actor_id=stranger.id, on=clock.today())


def test_staff_enter_an_authority_that_stands_on_paper():
    mother, son = make_resident(name="王奶奶"), make_resident(name="王小二")
    given = services.record_authority(
        by=SystemViewer(), member_id=mother.id, actor_id=son.id, evidence="委托书 2026-3", on=clock.today()
    )
    assert [one.id for one in selectors.represented_by(son.id, clock.today())] == [son.id, mother.id]
    services.end_authority(by=ResidentViewer(son.id, son.name, son.id), authority_id=given.id, on=clock.today())
    assert len(selectors.represented_by(son.id, clock.today())) == 1
