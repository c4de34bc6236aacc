"""Three administrators, each with one office: accounts, posts, history. Services and pages."""

import datetime as dt
import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.access import services
from jiayi.registry.access.models import Post, User
from jiayi.registry.access.rules import periods_meet, stand_apart
from jiayi.registry.access.selectors import users, viewer_of
from jiayi.registry.access.terms import ADMINISTRATORS
from jiayi.registry.organization.models import Region

from .codes import enrol
from .factories import PASSWORD, make_post, make_user, make_viewer
from .places import COUNTY, FAR, NEAR, make_county

pytestmark = pytest.mark.django_db
DAY, NOW = dt.date(2026, 11, 1), dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
OTHER_COUNTY = "420325"


@pytest.fixture
def county():
    made = make_county()
    Region.objects.create(code=OTHER_COUNTY, name="房县", level="county", parent_id="4203")
    return made


@pytest.fixture
def system_admin(county):
    return make_viewer(post="system_admin", region=COUNTY)


@pytest.fixture
def security_admin(county):
    return make_viewer(post="security_admin", region=COUNTY)


@pytest.fixture
def user(county):
    return make_user(username="wangfang", region_id=COUNTY)


@pytest.fixture
def stranger(county):
    return make_user(username="stranger", region_id=OTHER_COUNTY)


def create(by, **changes):
    return services.create_user(**{"by": by, "username": "liming", "name": "李明", "region_code": COUNTY} | changes)


def grant(by, user, code="doctor", **changes):
    place = {} if changes.keys() & {"region_code", "institution_id"} else {"region_code": NEAR}
    return services.grant_post(by=by, user_id=user.pk, code=code, **{"starts_on": DAY} | place | changes)


def test_an_account_begins_without_posts_and_with_a_password_to_be_changed(system_admin):
    made, password = create(system_admin)
    assert made.check_password(password)
    assert made.must_change_password
    assert not viewer_of(made).posts
    entry = Entry.objects.get(act="access.create_user")
    assert (entry.actor_id, entry.subject_ids) == (system_admin.actor_id, [str(made.pk)])
    assert password not in repr(vars(entry))


def test_every_first_password_is_another(system_admin):
    assert create(system_admin)[1] != create(system_admin, username="liming2")[1]


@pytest.mark.parametrize(
    "username", ["ab", "_a1", "李明", "a b", "x" * 61, "420324199001011234", "13812345678", "a\nb", ""]
)
def test_a_username_is_short_plain_and_no_number_of_a_person(system_admin, username):
    with pytest.raises(BadShape):
        create(system_admin, username=username)


def test_a_username_is_taken_once(system_admin, user):
    with pytest.raises(LawBroken) as refused:
        create(system_admin, username="wangfang")
    assert refused.value.code == "E_USERNAME_TAKEN"


@pytest.mark.parametrize("region", [OTHER_COUNTY, "42", "999999", ""])
def test_accounts_are_made_in_ones_own_county(system_admin, region):
    with pytest.raises(NotVisible):
        create(system_admin, region_code=region)


def test_each_administrator_does_only_their_own_office(system_admin, security_admin, user):
    with pytest.raises(NotVisible):
        create(security_admin)
    for act in (services.disable_user, services.reset_password):
        with pytest.raises(NotVisible):
            act(by=security_admin, user_id=user.pk, at=NOW)
    with pytest.raises(NotVisible):
        grant(system_admin, user)
    post = grant(security_admin, user)
    with pytest.raises(NotVisible):
        services.end_post(by=system_admin, post_id=post.pk, on=DAY)


def test_nobody_acts_on_themselves(system_admin, security_admin):
    User.objects.update(region_id=COUNTY)
    for act in (services.disable_user, services.reset_password):
        with pytest.raises(LawBroken):
            act(by=system_admin, user_id=system_admin.actor_id, at=NOW)
    with pytest.raises(LawBroken):
        grant(security_admin, User.objects.get(pk=security_admin.actor_id))
    own = Post.objects.get(user_id=security_admin.actor_id)
    with pytest.raises(LawBroken):
        services.end_post(by=security_admin, post_id=own.pk, on=DAY)


def test_a_countys_administrator_keeps_the_accounts_of_the_county_and_of_all_below_it_alone(system_admin, stranger):
    kept = {make_user(region_id=code).pk for code in (COUNTY, NEAR, FAR, f"{FAR}201")}
    away = {make_user(region_id=code).pk for code in ("4203", "42", None)}
    found = set(users(system_admin).exclude(pk=system_admin.actor_id).values_list("pk", flat=True))
    assert found == kept
    assert not found & {stranger.pk, *away}
    assert users(make_viewer(post="system_admin", region=NEAR)).filter(pk__in=kept).get().region_id == NEAR


def test_another_countys_people_are_not_there(system_admin, security_admin, stranger):
    for act in (services.disable_user, services.reset_password):
        with pytest.raises(NotVisible):
            act(by=system_admin, user_id=stranger.pk, at=NOW)
    with pytest.raises(NotVisible):
        grant(security_admin, stranger)
    post = make_post(user=stranger, code="doctor", region=OTHER_COUNTY)
    with pytest.raises(NotVisible):
        services.end_post(by=security_admin, post_id=post.pk, on=DAY)


def test_a_post_is_granted_at_a_region_or_an_institution(security_admin, user, county):
    grant(security_admin, user)
    grant(security_admin, user, institution_id=county.far_centre.pk)
    scope = viewer_of(user, DAY).scope("resident_read")
    assert scope.region_prefixes == (NEAR, FAR)
    assert Entry.objects.filter(act="access.grant_post").count() == 2


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code": "chairman"}, BadShape),
        ({"region_code": None, "institution_id": None}, BadShape),
        ({"ends_on": DAY - dt.timedelta(days=1)}, BadShape),
        ({"region_code": OTHER_COUNTY}, NotVisible),
        ({"region_code": "42"}, NotVisible),
        ({"region_code": "nowhere"}, NotVisible),
        ({"institution_id": uuid.uuid4()}, NotVisible),
    ],
)
def test_a_grant_that_is_not_one_is_refused(security_admin, user, changes, error):
    with pytest.raises(error):
        grant(security_admin, user, **changes)
    assert not user.posts.exists()


def test_the_same_post_is_not_held_twice_at_once(security_admin, user):
    grant(security_admin, user, ends_on=DAY)
    with pytest.raises(LawBroken):
        grant(security_admin, user)
    grant(security_admin, user, starts_on=DAY + dt.timedelta(days=1))


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", [*sorted(ADMINISTRATORS), "doctor"])
def test_who_holds_one_of_the_three_offices_holds_nothing_else(security_admin, user, first, second):
    if first == second:
        return
    grant(security_admin, user, first)
    with pytest.raises(LawBroken) as refused:
        grant(security_admin, user, second)
    assert refused.value.code == "E_ADMINISTRATORS_SEPARATED"
    assert not stand_apart(second, first)


def test_an_ended_post_permits_nothing_from_that_day(security_admin, user):
    post = grant(security_admin, user, starts_on=dt.date(2026, 1, 1))
    services.end_post(by=security_admin, post_id=post.pk, on=DAY)
    assert not viewer_of(user, DAY).posts
    assert viewer_of(user, DAY - dt.timedelta(days=1)).posts


def test_a_post_ended_on_its_first_day_never_was(security_admin, user):
    post = grant(security_admin, user)
    services.end_post(by=security_admin, post_id=post.pk, on=DAY)
    assert not user.posts.exists()
    assert Entry.objects.filter(act="access.end_post").exists()


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [((1, 2), (2, 3), True), ((1, 2), (3, 4), False), ((1, None), (9, 9), True), ((5, None), (1, 4), False)],
)
def test_periods_meet_when_they_share_a_day(a, b, meet):
    def day(number):
        return number and dt.date(2026, 1, number)

    assert periods_meet(day(a[0]), day(a[1]), day(b[0]), day(b[1])) is meet
    assert periods_meet(day(b[0]), day(b[1]), day(a[0]), day(a[1])) is meet


def test_the_first_administrators_come_by_command_one_for_each_office(county):
    out = StringIO()
    call_command("create_administrators", "--region", COUNTY, stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()[:3]]
    for (username, password), office in zip(lines, ["system_admin", "security_admin", "audit_admin"], strict=True):
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert [post.code for post in viewer_of(user).posts] == [office]
    with pytest.raises(CommandError):
        call_command("create_administrators", "--region", COUNTY, stdout=StringIO())
    assert User.objects.count() == 3


# Pages


@pytest.fixture
def as_post(client, county):
    def sign_in(code: str) -> User:
        user = make_user(region_id=COUNTY)
        make_post(user=user, code=code, region=COUNTY)
        client.force_login(user)
        return user

    return sign_in


def test_the_system_administrator_creates_an_account_on_the_page(client, as_post):
    as_post("system_admin")
    answer = client.post("/users/new/", {"username": "liming", "name": "李明", "region": COUNTY})
    assert answer.status_code == 201
    made = User.objects.get(username="liming")
    password = answer.context["password"]
    assert made.check_password(password)
    assert password in answer.content.decode()
    assert password not in client.get(f"/users/{made.pk}/").content.decode()
    again = client.post("/users/new/", {"username": "liming", "name": "李明", "region": COUNTY})
    assert "已被使用" in again.content.decode()


def test_the_system_administrator_resets_and_disables_on_the_page(client, as_post, user):
    as_post("system_admin")
    enrol(user)
    answer = client.post(f"/users/{user.pk}/password/", {"forget_authenticator": "on"})
    user.refresh_from_db()
    assert user.check_password(answer.context["password"])
    assert not user.authenticator_set.exists()
    client.post(f"/users/{user.pk}/disable/")
    user.refresh_from_db()
    assert not user.is_active
    client.post(f"/users/{user.pk}/enable/")
    user.refresh_from_db()
    assert user.is_active


def test_the_security_administrator_grants_and_ends_on_the_page(client, as_post, user, county):
    as_post("security_admin")
    address = f"/users/{user.pk}/"
    text = client.get(address).content.decode()
    assert "授予岗位" in text
    assert f'value="{clock.today().isoformat()}"' in text
    body = {"code": "doctor", "institution": county.near_centre.pk, "starts_on": "2026-01-01"}
    assert client.post(f"{address}posts/", body).status_code == 302
    post = user.posts.get()
    assert "城关镇卫生院" in client.get(address).content.decode()
    client.post(f"/posts/{post.pk}/end/")
    post.refresh_from_db()
    assert post.ends_on == clock.today() - dt.timedelta(days=1)


@pytest.mark.parametrize("body", [{}, {"code": "doctor", "starts_on": "2026-01-01"}, {"code": "x", "region": NEAR}])
def test_a_grant_without_its_parts_is_shown_again(client, as_post, user, body):
    as_post("security_admin")
    assert client.post(f"/users/{user.pk}/posts/", body).status_code == 422
    assert not user.posts.exists()


def test_a_broken_law_is_a_409_page(client, as_post, user):
    as_post("security_admin")
    make_post(user=user, code="audit_admin", region=COUNTY)
    body = {"code": "doctor", "region": NEAR, "starts_on": clock.today().isoformat()}
    answer = client.post(f"/users/{user.pk}/posts/", body)
    assert answer.status_code == 409
    assert "三员分立" in answer.content.decode()


def test_the_lists_shows_ones_own_county_narrowed_and_sorted(client, as_post, user, stranger):
    as_post("system_admin")
    make_user(username="aaa", region_id=COUNTY, is_active=False)
    make_post(user=user, code="doctor", region=NEAR)

    def listed(query=""):
        return [line.user.username for line in client.get(f"/users/{query}").context["page"].rows]

    assert "stranger" not in listed()
    assert listed("?state=disabled") == ["aaa"]
    assert listed("?post=doctor") == ["wangfang"]
    assert listed("?without_post=1") == ["aaa"]
    assert listed("?sort=-username")[0] == "wangfang"


def test_the_list_costs_the_same_for_few_and_for_many(client, as_post, django_assert_max_num_queries):
    as_post("system_admin")
    for number in range(20):
        made = make_user(username=f"many{number}", region_id=COUNTY)
        make_post(user=made, code="doctor", region=NEAR)
    with django_assert_max_num_queries(9):
        client.get("/users/")


@pytest.mark.parametrize("kind", ["page-csv", "all-csv", "all-xlsx"])
def test_the_list_can_be_taken_away_and_that_is_on_record(client, as_post, user, kind):
    as_post("security_admin")
    answer = client.post("/users/export/?post=doctor", {"export": kind})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    assert Entry.objects.get(act="access.export_users").details["filters"] == {"post": "doctor"}


def test_the_overview_shows_every_post_and_permission(client, as_post):
    as_post("security_admin")
    text = client.get("/posts/").content.decode()
    assert "乡村医生" in text
    assert "查看审计日志" in text


PAGES = [
    ("get", "access:users", None),
    ("post", "access:export_users", None),
    ("get", "access:create_user", None),
    ("get", "access:user", "user"),
    ("post", "access:disable_user", "user"),
    ("post", "access:enable_user", "user"),
    ("post", "access:reset_password", "user"),
    ("post", "access:grant_post", "user"),
    ("get", "access:posts", None),
    ("post", "access:end_post", "post"),
]


@pytest.mark.parametrize(("method", "route", "needs"), PAGES)
def test_for_everybody_else_there_is_no_such_page(client, as_post, user, method, route, needs):
    post = make_post(user=user, code="doctor", region=NEAR)
    arguments = {"user": [user.pk], "post": [post.pk], None: []}[needs]
    as_post("county_bureau")
    assert getattr(client, method)(reverse(route, args=arguments)).status_code == 404
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(("method", "route", "needs"), [page for page in PAGES if page[2]])
@pytest.mark.parametrize("office", ["system_admin", "security_admin"])
def test_another_countys_accounts_have_no_page(client, as_post, stranger, office, method, route, needs):
    post = make_post(user=stranger, code="doctor", region=OTHER_COUNTY)
    as_post(office)
    address = reverse(route, args=[stranger.pk if needs == "user" else post.pk])
    assert getattr(client, method)(address).status_code == 404
