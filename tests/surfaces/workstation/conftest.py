"""A small county, and people of every post who open its pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import COUNTY, make_county


@pytest.fixture
def county(db):
    return make_county(townships=2, villages=2)


@pytest.fixture
def signed_in(county) -> Callable[..., Client]:
    """A browser in which someone with this post (in the county's administration unless told otherwise) is signed in."""

    def sign_in(post: str, **place) -> Client:
        user = make_user(name="王丽萍", practitioner=place.pop("practitioner", None))
        make_post(user=user, code=post, **(place or {"region": COUNTY}))
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
