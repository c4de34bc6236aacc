"""The administrators' day: an account, its first sign-in, a post, a second factor, and the history of it all."""

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.access.models import Authenticator, User
from jiayi.registry.organization.models import Region
from tests.registry.access.codes import code_at
from tests.registry.organization.factories import COUNTY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_PASSWORD = "a-long-new-password"


@pytest.fixture
def own_county(county):
    """Accounts belong to the county's administrators."""

    def keep() -> None:
        User.objects.update(region=Region.objects.get(code=COUNTY))

    return keep


def test_an_account_is_made_given_a_post_and_taken_into_use(open_page, sign_in_as, own_county, assert_accessible):
    # Given the two administrators, each in a window of their own
    keeper, granter = (open_page(viewport={"width": 1280, "height": 900}, locale="zh-CN") for _ in range(2))
    sign_in_as(keeper, "system_admin")
    sign_in_as(granter, "security_admin")
    own_county()
    # When the one makes an account
    keeper.goto("/users/")
    assert_accessible(keeper)
    keeper.get_by_role("link", name="新建账号").click()
    assert_accessible(keeper)
    keeper.get_by_label("用户名").fill("zhangwei")
    keeper.get_by_label("姓名").fill("张伟")
    keeper.locator("main button[type=submit]").click()
    password = keeper.locator("code.user-select-all").inner_text()
    assert_accessible(keeper)
    # and the other grants a post
    granter.goto("/users/?without_post=1")
    granter.get_by_role("link", name="zhangwei").click()
    assert_accessible(granter)
    granter.get_by_label("岗位").select_option("county_bureau")
    granter.get_by_label("地区代码").fill(COUNTY)
    granter.get_by_role("button", name="授予岗位").click()
    granter.get_by_text("岗位已授予。").wait_for()
    granter.goto("/posts/")
    assert_accessible(granter)
    # Then the person signs in, must choose a password, and finds their post
    person = open_page(viewport={"width": 375, "height": 740}, locale="zh-CN")
    person.goto("/sign-in/")
    person.get_by_label("用户名").fill("zhangwei")
    person.get_by_label("密码").fill(password)
    person.locator("main button[type=submit]").click()
    person.wait_for_url("**/account/password/")
    assert_accessible(person)
    person.get_by_label("当前密码").fill(password)
    person.get_by_label("新密码", exact=False).nth(0).fill(NEW_PASSWORD)
    person.get_by_label("再输入一次新密码").fill(NEW_PASSWORD)
    person.locator("main button[type=submit]").click()
    person.wait_for_url("**/")
    person.goto("/account/")
    person.get_by_text("县卫生健康局").first.wait_for()
    assert_accessible(person)


def test_a_second_factor_is_enrolled_and_then_asked_for(page, sign_in_as, assert_accessible):
    # Given a doctor of the county who enrols an authenticator
    sign_in_as(page, "county_bureau")
    page.goto("/account/authenticator/")
    assert_accessible(page)
    page.get_by_role("button", name="开始启用").click()
    picture = page.get_by_role("img", name="验证器二维码")
    picture.wait_for()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 50"), "the policy keeps the picture away"
    assert_accessible(page)
    secret = Authenticator.objects.get().secret
    page.get_by_label("验证码").fill(code_at(clock.now(), secret))
    page.get_by_role("button", name="确认启用").click()
    page.get_by_text("两步验证已启用，今后登录时要输入验证码。").wait_for()
    # When they sign in again, the code is asked for
    Authenticator.objects.update(last_step=-1)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill("county_bureau")
    page.get_by_label("密码").fill("correct-horse-battery")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/sign-in/code/")
    assert_accessible(page)
    page.get_by_label("验证码").fill(code_at(clock.now(), secret))
    page.locator("main button[type=submit]").click()
    # Then they are in
    page.wait_for_url("**/")


def test_the_history_tells_what_happened_and_is_narrowed(page, open_page, sign_in_as, assert_accessible):
    # Given somebody who signed in
    sign_in_as(open_page(locale="zh-CN"), "doctor", region=COUNTY)
    # When the audit administrator looks
    sign_in_as(page, "audit_admin")
    page.goto("/audit/")
    assert_accessible(page)
    page.get_by_label("操作", exact=True).select_option("access.sign_in")
    page.locator("#list .chip").wait_for()
    assert page.locator("#list tbody tr").count() == 2
    page.locator("#list tbody a").first.click()
    # Then one entry shows all it holds
    page.get_by_text("second_step").wait_for()
    assert_accessible(page)


def test_the_apis_documentation_draws_itself_under_its_policy(page, county):
    page.goto("/api/docs")
    page.get_by_text("Sign in for a token").wait_for()
    page.get_by_text("/api/v1/decisions/{rule}").wait_for()
