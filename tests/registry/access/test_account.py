"""The owner's own account: language, second factor, tokens."""

import pytest
from django.conf import settings

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.access import selectors, services
from jiayi.registry.access.models import ApiToken, Authenticator
from jiayi.registry.access.selectors import viewer_of

from .codes import SECRET, code_at, enrol
from .factories import PASSWORD, make_post, make_user
from .places import COUNTY, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    made = make_user(username="wangfang")
    client.force_login(made)
    return made


def test_the_page_shows_name_and_posts(client, user):
    make_county()
    make_post(user=user, code="county_bureau", region=COUNTY)
    text = client.get("/account/").content.decode()
    assert "wangfang" in text
    assert "县卫生健康局" in text


def test_the_language_is_kept_for_the_next_sign_in(client, user):
    answer = client.post("/account/language/", {"language": "en"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    user.refresh_from_db()
    assert user.language == "en"
    client.post("/account/language/", {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_an_authenticator_is_enrolled_by_its_first_code(client, user):
    page = client.post("/account/authenticator/begin/").content.decode()
    waiting = Authenticator.objects.get()
    assert not waiting.confirmed
    assert "data:image/svg+xml;base64," in page
    assert "<svg" not in page
    wrong = client.post("/account/authenticator/confirm/", {"code": "abc"})
    assert "验证码不正确" in wrong.content.decode()
    answer = client.post("/account/authenticator/confirm/", {"code": code_at(clock.now(), waiting.secret)})
    assert answer.status_code == 302
    assert Authenticator.objects.get().confirmed
    assert client.get("/account/").status_code == 200


def test_enrolling_ends_the_other_sessions(client, user):
    from django.test import Client

    other = Client()
    other.force_login(user)
    client.post("/account/authenticator/begin/")
    code = code_at(clock.now(), Authenticator.objects.get().secret)
    client.post("/account/authenticator/confirm/", {"code": code})
    assert other.get("/account/").status_code == 302


def test_the_secret_is_encrypted_where_it_lies(user):
    authenticator = enrol(user)
    assert SECRET not in bytes(authenticator.sealed_secret)
    assert SECRET.hex().encode() not in bytes(authenticator.sealed_secret)
    assert Authenticator.objects.get().secret == SECRET


def test_a_confirmed_secret_is_never_shown_again(client, user):
    enrol(user)
    assert client.post("/account/authenticator/begin/").status_code == 404
    with pytest.raises(NotVisible):
        services.begin_enrolment(by=viewer_of(user))


def test_the_second_factor_is_given_up_with_the_password_alone(client, user):
    enrol(user)
    assert client.post("/account/authenticator/remove/", {"password": "wrong"}).status_code == 200
    assert Authenticator.objects.exists()
    assert client.post("/account/authenticator/remove/", {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12 456", "１２３４５６", "-12345", "abcdef"])
def test_only_six_digits_are_a_code(user, code):
    enrol(user)
    assert not services.verify_code(user_id=user.pk, code=code, at=clock.now())


def test_a_code_counts_once_and_a_wrong_one_makes_the_next_wait(user):
    enrol(user)
    now = clock.now()
    assert services.verify_code(user_id=user.pk, code=code_at(now), at=now)
    assert not services.verify_code(user_id=user.pk, code=code_at(now), at=now)
    assert Authenticator.objects.get().throttling_failure_count == 1
    later = clock.now()
    assert not services.verify_code(user_id=user.pk, code=code_at(later), at=later)


def test_a_token_is_shown_once_and_kept_as_a_digest(client, user):
    answer = client.post("/account/tokens/", {"label": "医院系统"})
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert token not in client.get("/account/").content.decode()
    assert ApiToken.objects.get().digest == services.digest_of(token)
    assert selectors.viewer_of_token(services.digest_of(token), clock.now()) == viewer_of(user)


def test_a_token_is_revoked_by_its_owner_alone(client, user):
    services.issue_token(by=viewer_of(make_user()), at=clock.now())
    token = ApiToken.objects.get()
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
    client.post("/account/tokens/", {"label": "x"})
    own = user.tokens.get()
    client.post(f"/account/tokens/{own.pk}/revoke/")
    own.refresh_from_db()
    assert own.revoked_at
