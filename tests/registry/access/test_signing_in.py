"""Sign-in and what guards it."""

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.registry.access import services
from jiayi.registry.access.selectors import viewer_of

from .codes import code_at, enrol
from .factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SIGN_IN, ACCOUNT = "/sign-in/", "/account/"


@pytest.fixture
def user():
    return make_user(username="wangfang")


def sign_in(client, username="wangfang", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_in(client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_the_right_password_opens_the_workstation(client, user):
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, reverse("workstation:home"))
    assert is_in(client)
    entry = Entry.objects.get(act="access.sign_in")
    assert (entry.actor_id, entry.actor_name) == (user.pk, "王芳")


def test_every_other_page_asks_a_visitor_to_sign_in(client):
    answer = client.get(ACCOUNT)
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}?next={ACCOUNT}")


def test_a_fragment_asked_for_by_a_visitor_sends_the_whole_page_to_the_sign_in(client):
    answer = client.get(ACCOUNT, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == SIGN_IN


def test_the_person_comes_to_the_page_they_wanted(client, user):
    assert sign_in(client, next="/account/password/")["Location"] == "/account/password/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(client, user, target):
    assert sign_in(client, next=target)["Location"] == reverse("workstation:home")


def test_wrong_password_unknown_name_and_disabled_account_answer_alike(client, user):
    make_user(username="disabled", is_active=False)
    answers = [sign_in(client, password="wrong"), sign_in(client, username="nobody"), sign_in(client, "disabled")]
    tokens = r'(csrfmiddlewaretoken" value|X-CSRFToken":) ?=?"[^"]*"|wangfang|nobody|disabled'
    texts = {re.sub(tokens, "", answer.content.decode()) for answer in answers}
    assert {answer.status_code for answer in answers} == {200}
    assert len(texts) == 1
    assert all("用户名或密码不正确" in answer.content.decode() for answer in answers)
    assert not is_in(client)
    assert Entry.objects.filter(act="access.sign_in_failed").count() == 3


@pytest.mark.parametrize("username", ["wangfang", "nobody", "disabled"])
def test_the_same_hashing_work_is_done_whoever_is_named(client, user, username, monkeypatch):
    make_user(username="disabled", is_active=False)
    done = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *args: done.append(1) or encode(*args))
    sign_in(client, username, "wrong")
    assert len(done) == 1


@pytest.fixture
def locking(settings):
    settings.AXES_ENABLED = True


def test_five_wrong_passwords_lock_that_name_for_that_address_alone(client, user, locking):
    for _ in range(5):
        answer = sign_in(client, password="wrong")
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    assert sign_in(client).status_code == 429
    assert sign_in(client, "nobody").status_code == 200
    elsewhere = client.post(SIGN_IN, {"username": "wangfang", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9")
    assert elsewhere.status_code == 302


def test_an_unknown_name_is_locked_just_the_same(client, locking):
    assert [sign_in(client, "nobody").status_code for _ in range(6)][-2:] == [429, 429]


def test_the_lock_opens_by_itself_and_tries_meanwhile_do_not_prolong_it(client, user, locking):
    for _ in range(5):
        sign_in(client, password="wrong")
    past = clock.now() - dt.timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=past)
    assert sign_in(client, password="wrong").status_code == 429
    assert AccessAttempt.objects.get().attempt_time == past
    AccessAttempt.objects.update(attempt_time=clock.now() - dt.timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_one_password_tried_on_many_names_locks_the_address(client, user, locking, settings):
    settings.ADDRESS_FAILURE_LIMIT = 8
    for number in range(8):
        assert sign_in(client, f"name{number}", "spring2026").status_code == 200
    assert sign_in(client).status_code == 429


def test_what_was_typed_as_a_name_is_not_kept(client, locking):
    sign_in(client, "420324199001011234", "my-secret-word")
    kept = repr(list(AccessAttempt.objects.values()) + list(Entry.objects.values()))
    assert "420324199001011234" not in kept
    assert "my-secret-word" not in kept


def test_the_session_key_is_new_after_sign_in(client, user):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = old = session.session_key
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != old
    assert not Session.objects.filter(session_key=old).exists()


def test_sign_out_ends_the_session_on_the_server(client, user):
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/sign-out/").status_code == 405
    client.post("/sign-out/")
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert not is_in(client)


def test_an_idle_session_ends_and_says_so(client, user):
    sign_in(client)
    _move_session(client, seen_at=-settings.SESSION_IDLE_SECONDS - 1)
    answer = client.get(ACCOUNT)
    assert answer["Location"] == SIGN_IN
    assert "很久没有操作" in client.get(SIGN_IN).content.decode()


def test_a_session_in_use_still_ends_at_its_greatest_age(client, user):
    sign_in(client)
    _move_session(client, signed_in_at=-settings.SESSION_COOKIE_AGE - 1)
    assert not is_in(client)


def test_using_the_session_keeps_it_alive(client, user):
    sign_in(client)
    _move_session(client, seen_at=-settings.SESSION_IDLE_SECONDS + 30)
    assert is_in(client)
    assert client.session["seen_at"] > clock.now().timestamp() - 60


def _move_session(client, **seconds):
    session = client.session
    for name, by in seconds.items():
        session[name] += by
    session.save()


def test_disabling_the_user_ends_every_session_for_good(client, user):
    sign_in(client)
    services.disable_user(by=_administrator(), user_id=user.pk, at=clock.now())
    assert not is_in(client)
    services.enable_user(by=_administrator(), user_id=user.pk)
    assert not is_in(client)


def test_a_reset_password_must_be_changed_before_anything_else(client, user):
    password = services.reset_password(by=_administrator(), user_id=user.pk, at=clock.now())
    assert sign_in(client).status_code == 200
    sign_in(client, password=password)
    assert client.get(ACCOUNT)["Location"] == "/account/password/"
    assert client.post("/account/tokens/", {"label": "x"})["Location"] == "/account/password/"
    new = "a-long-new-password"
    client.post("/account/password/", {"old": password, "new": new, "again": new})
    assert is_in(client)


def test_changing_the_password_ends_the_other_sessions_and_tokens_but_not_this_one(client, user):
    from django.test import Client

    other = Client()
    sign_in(client)
    sign_in(other)
    services.issue_token(by=viewer_of(user), at=clock.now())
    new = "a-long-new-password"
    answer = client.post("/account/password/", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert is_in(client)
    assert not is_in(other)
    assert not user.tokens.filter(revoked_at=None).exists()


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "a-long-new-password", "a-long-new-password"),
        (PASSWORD, "short", "short"),
        (PASSWORD, "a-long-new-password", "another-long-password"),
        (PASSWORD, "wangfang-26", "wangfang-26"),
        (PASSWORD, "12345678901234", "12345678901234"),
        (PASSWORD, PASSWORD, PASSWORD),
    ],
)
def test_a_bad_new_password_changes_nothing(client, user, old, new, again):
    sign_in(client)
    answer = client.post("/account/password/", {"old": old, "new": new, "again": again})
    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_second_step_asks_for_the_code(client, user):
    enrol(user)
    assert sign_in(client)["Location"] == "/sign-in/code/"
    assert not is_in(client)
    client.post("/sign-in/code/", {"code": code_at(clock.now())})
    assert is_in(client)
    assert Entry.objects.get(act="access.sign_in").details == {"second_step": True}


def test_the_second_step_is_no_page_without_the_first(client, user):
    enrol(user)
    assert client.get("/sign-in/code/")["Location"] == SIGN_IN
    assert client.post("/sign-in/code/", {"code": code_at(clock.now())})["Location"] == SIGN_IN


def test_the_second_step_waits_five_minutes(client, user):
    enrol(user)
    sign_in(client)
    session = client.session
    session["awaited"] = {**session["awaited"], "at": session["awaited"]["at"] - 301}
    session.save()
    assert client.post("/sign-in/code/", {"code": code_at(clock.now())})["Location"] == SIGN_IN
    assert not is_in(client)


def test_five_wrong_codes_lead_back_to_the_password(client, user):
    enrol(user)
    sign_in(client)
    for _ in range(5):
        assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/code/", {"code": code_at(clock.now())})["Location"] == SIGN_IN


def test_without_the_required_second_factor_only_enrolling_is_possible(client, user, settings):
    settings.TOTP_POSTS = ["*"]
    sign_in(client)
    assert client.get(ACCOUNT)["Location"] == "/account/authenticator/"
    assert client.post("/account/tokens/", {"label": "x"})["Location"] == "/account/authenticator/"
    assert client.get("/account/authenticator/").status_code == 200
    page = client.post("/account/authenticator/begin/").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = user.authenticator_set.get().secret
    client.post("/account/authenticator/confirm/", {"code": code_at(clock.now(), secret)})
    assert is_in(client)


def test_the_chosen_language_greets_the_person(client):
    make_user(username="smith", language="en")
    answer = sign_in(client, "smith")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_pages_are_not_kept_by_caches(client, user):
    assert client.get(SIGN_IN)["Cache-Control"] == "no-store"
    sign_in(client)
    assert client.get(ACCOUNT)["Cache-Control"] == "no-store"


def test_a_form_of_another_site_is_refused(user):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    client.force_login(user)
    for address in ["/sign-out/", "/account/password/", "/account/tokens/", "/account/authenticator/begin/"]:
        assert client.post(address, {}).status_code == 403


def _administrator():
    from jiayi.foundation.base.viewer import SystemViewer

    return SystemViewer()
