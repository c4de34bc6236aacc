"""What the stories share: a county with people in it, and somebody who signs in by the form."""

from collections.abc import Callable

import pytest

from tests.registry.access.factories import PASSWORD, make_post, make_user
from tests.registry.organization.factories import COUNTY, make_county


@pytest.fixture
def county(transactional_db):
    return make_county(townships=2, villages=2)


@pytest.fixture
def sign_in_as(county) -> Callable:
    """Signs someone with this post in on a page, as a person would."""

    def sign_in(page, post: str, *, username: str = "", practitioner=None, **place) -> None:
        user = make_user(username=username or post, name="王丽萍", practitioner=practitioner)
        make_post(user=user, code=post, **(place or {"region": COUNTY}))
        page.goto("/sign-in/")
        page.get_by_label("用户名").fill(username or post)
        page.get_by_label("密码").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/")

    return sign_in
