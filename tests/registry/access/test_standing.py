"""Who stands behind a request is read anew each time, in one statement: what is taken away counts at once."""

import datetime as dt

import pytest
from django.test import Client, RequestFactory

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Nobody
from jiayi.registry.access import selectors, services
from jiayi.registry.access.api import TokenAuth
from jiayi.registry.access.models import Post, User
from jiayi.registry.access.selectors import viewer_of, viewer_with_id

from .factories import make_post, make_user
from .places import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def doctor(county):
    user = make_user(practitioner=county.near_doctor)
    make_post(user=user, code="doctor", institution=county.near_centre)
    return user


@pytest.fixture
def token(doctor):
    return services.issue_token(by=viewer_of(doctor), at=clock.now())


def viewer_by(token, at=None):
    return selectors.viewer_of_token(services.digest_of(token), at or clock.now())


def end_the_post(doctor):
    Post.objects.filter(user=doctor).update(ends_on=clock.today() - dt.timedelta(days=1))


def test_a_token_brings_the_same_viewer_as_the_pages_do(doctor, token):
    assert viewer_by(token) == viewer_of(doctor) == viewer_with_id(doctor.pk)
    assert viewer_by(token).posts


def test_signing_in_by_a_token_takes_one_query(doctor, token, django_assert_num_queries):
    make_post(user=doctor, code="auditor", region="420324")
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
    with django_assert_num_queries(1):
        assert TokenAuth()(request)
    assert request.viewer.actor_id == doctor.pk
    assert request.viewer.holds("doctor") and request.viewer.holds("auditor")


def test_a_post_that_is_taken_away_permits_nothing_at_the_next_request(doctor, token):
    by_token, by_page = Client(headers={"Authorization": f"Bearer {token}"}), Client()
    by_page.force_login(doctor, backend="django.contrib.auth.backends.ModelBackend")

    def answers():
        found = by_token.post("/api/v1/residents/search", {"q": "王芳"}, content_type="application/json")
        return found.status_code, by_page.get("/people/").status_code

    assert answers() == (200, 200)
    end_the_post(doctor)
    assert answers() == (404, 404)


def test_a_closed_account_is_nobody_at_once(doctor, token):
    User.objects.filter(pk=doctor.pk).update(is_active=False)
    assert viewer_by(token) == viewer_with_id(doctor.pk) == viewer_of(doctor) == Nobody()


def test_a_token_counts_until_it_is_revoked_or_has_run_out(doctor, token):
    assert viewer_by(token, clock.now() + services.LIFETIME) == Nobody()
    assert viewer_by("jy_unknown") == Nobody()
    services.revoke_token(by=viewer_of(doctor), token_id=doctor.tokens.get().pk, at=clock.now())
    assert viewer_by(token) == Nobody()


def test_a_stored_id_of_nobody_stands_for_nobody():
    assert viewer_with_id(None) == Nobody()
