"""An institution's own package from draft to withdrawal: one version a day, and what was approved stays."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import Package, PackageVersion
from jiayi.service.agreements.rules.benefits import benefit_of
from jiayi.service.agreements.services import packages as services
from jiayi.service.agreements.terms import PackageLine as Line
from jiayi.service.agreements.terms import Standing
from tests.registry.organization.factories import make_adoption, make_viewer

from .packages import (
    CONTENT,
    TODAY,
    TOMORROW,
    approved,
    draft,
    make_place,
    published,
    stranger,
    submitted,
    with_content,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NEXT_MONTH = dt.date(2026, 12, 1)


def refused(act, *codes):
    with pytest.raises(LawBroken) as refusal:
        act()
    assert [breach["code"] for breach in refusal.value.breaches] == list(codes)


def test_a_package_is_composed_submitted_approved_and_published():
    place = make_place()
    version = published(place)
    assert version.package.institution == place.institution
    assert version.package.code.startswith("P") and version.number == 1
    assert (version.state, version.starts_on, version.ends_on) == ("published", TODAY, None)
    assert version.price_fen == 10_001
    assert [(line.item, line.quantity, line.label_zh) for line in version.lines.all()] == [
        ("elderly_check", 1, "老年人健康管理"),
        ("home_visit", 4, "上门服务"),
    ]
    assert [step.act for step in version.steps.all()] == ["composed", "submitted", "approved", "published"]
    assert Entry.objects.filter(act__startswith="agreements.package_").count() == 4


def test_a_returned_version_says_why_and_can_be_changed_and_submitted_again():
    place = make_place()
    version = submitted(place)
    returned = services.return_version(
        by=place.bureau, version_id=version.id, revision=version.revision, reason="单价偏高", on=TODAY
    )
    assert (returned.state, returned.steps.last().reason) == ("returned", "单价偏高")
    cheaper = with_content(payers_fen={"resident": 100})
    changed = services.change_version(
        by=place.manager, version_id=version.id, content=cheaper, revision=returned.revision, on=TODAY
    )
    assert changed.price_fen == 100
    again = services.submit_version(by=place.manager, version_id=version.id, revision=changed.revision, on=TODAY)
    assert again.state == "submitted"


def test_returning_needs_a_reason():
    place = make_place()
    version = submitted(place)
    with pytest.raises(BadShape) as fault:
        services.return_version(
            by=place.bureau, version_id=version.id, revision=version.revision, reason="  ", on=TODAY
        )
    assert fault.value.code == "E_RETURN_REASON_REQUIRED"


def test_a_submitted_version_is_changed_only_after_it_was_taken_back():
    place = make_place()
    version = submitted(place)
    change = {"by": place.manager, "version_id": version.id, "content": CONTENT, "on": TODAY}
    refused(lambda: services.change_version(**change, revision=version.revision), "B_PACKAGE_STATE")
    taken = services.take_back_version(by=place.manager, version_id=version.id, on=TODAY)
    assert services.change_version(**change, revision=taken.revision).state == "draft"


def test_what_changed_since_the_page_was_opened_is_neither_approved_nor_overwritten():
    place = make_place()
    seen = submitted(place)
    services.take_back_version(by=place.manager, version_id=seen.id, on=TODAY)
    now = PackageVersion.objects.get(id=seen.id)
    dearer = with_content(payers_fen={"resident": 99_999})
    now = services.change_version(by=place.manager, version_id=now.id, content=dearer, revision=now.revision, on=TODAY)
    services.submit_version(by=place.manager, version_id=now.id, revision=now.revision, on=TODAY)
    refused(
        lambda: services.approve_version(by=place.bureau, version_id=seen.id, revision=seen.revision, on=TODAY),
        "B_PACKAGE_CHANGED",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lines": ()}, "B_PACKAGE_EMPTY"),
        ({"grade": "basic"}, "B_PACKAGE_GRADE_FREE"),
        ({"lines": (Line(item="annual_checkup", quantity=1),)}, "B_HOUSEHOLD_LIMIT_MISSING"),
        ({"lines": (Line(item="annual_checkup", quantity=1, per_household=3),)}, "B_HOUSEHOLD_LIMIT_ABOVE"),
    ],
)
def test_what_the_rulebook_does_not_let_stand_is_not_submitted(changes, code):
    place = make_place()
    make_adoption(place.institution.region_id, "household-village")
    version = draft(place, with_content(**changes))
    refused(lambda: services.submit_version(by=place.manager, version_id=version.id, revision=1, on=TODAY), code)


@pytest.mark.parametrize(
    "changes",
    [
        {"name_zh": "  "},
        {"grade": "golden"},
        {"groups": ("everybody",)},
        {"lines": (Line(item="massage", quantity=1),)},
        {"lines": (Line(item="home_visit", quantity=1), Line(item="home_visit", quantity=2))},
        {"lines": (Line(item="home_visit", quantity=0),)},
        {"lines": (Line(item="home_visit", quantity=1, benefit="golden"),)},
        {"payers_fen": {"neighbour": 1}},
        {"payers_fen": {"resident": -1}},
        {"service_months": 0},
    ],
)
def test_what_no_package_can_be_is_refused_at_once(changes):
    place = make_place()
    with pytest.raises(BadShape):
        draft(place, with_content(**changes))
    assert not Package.objects.exists()


def test_a_new_version_replaces_the_old_one_from_its_day_and_both_are_kept():
    place = make_place()
    first = published(place)
    second = published(place, with_content(name_zh="银龄关爱包（新）"), package=first.package, starts_on=NEXT_MONTH)
    first.refresh_from_db()
    assert (first.ends_on, first.end_kind) == (NEXT_MONTH - DAY, "replaced")
    assert second.number == 2
    standings = [selectors.standing_of(one, TODAY) for one in (first, second)]
    assert standings == [Standing.IN_FORCE, Standing.UPCOMING]
    standings = [selectors.standing_of(one, NEXT_MONTH) for one in (first, second)]
    assert standings == [Standing.REPLACED, Standing.IN_FORCE]


def test_one_version_is_in_work_at_a_time():
    place = make_place()
    first = published(place)
    draft(place, package=first.package)
    refused(lambda: draft(place, package=first.package), "B_PACKAGE_IN_WORK")
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageVersion.objects.create(package=first.package, number=9, state="draft", name_zh="x", grade="basic")


def test_the_past_and_today_stay_as_they_were_on_offer():
    place = make_place()
    first = published(place)
    second = approved(place, package=first.package)
    publish = {"by": place.manager, "version_id": second.id, "on": TODAY}
    refused(lambda: services.publish_version(**publish, starts_on=TODAY), "B_PUBLISH_TOO_EARLY")
    services.publish_version(**publish, starts_on=TOMORROW)
    withdraw = {"by": place.manager, "package_id": first.package_id, "reason": "", "on": TODAY}
    refused(lambda: services.withdraw_package(**withdraw, from_on=TODAY), "B_WITHDRAW_TOO_EARLY")
    with pytest.raises(LawBroken):
        published(make_place(), starts_on=TODAY - DAY)


def test_until_a_version_begins_its_day_can_be_moved_or_called_off():
    place = make_place()
    first = published(place)
    second = published(place, package=first.package, starts_on=NEXT_MONTH)
    for day in (NEXT_MONTH + 10 * DAY, TOMORROW):
        services.publish_version(by=place.manager, version_id=second.id, starts_on=day, on=TODAY)
        first.refresh_from_db()
        assert first.ends_on == day - DAY
    services.call_off_publication(by=place.manager, version_id=second.id, on=TODAY)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ends_on, first.end_kind, second.state, second.starts_on) == (None, "", "approved", None)
    refused(lambda: services.call_off_publication(by=place.manager, version_id=first.id, on=TODAY), "B_PACKAGE_STATE")


def test_a_withdrawn_package_ends_and_what_was_to_come_is_not_published():
    place = make_place()
    first = published(place)
    second = published(place, package=first.package, starts_on=NEXT_MONTH)
    services.withdraw_package(
        by=place.manager, package_id=first.package_id, from_on=NEXT_MONTH - DAY, reason="停办", on=TODAY
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ends_on, first.end_kind) == (NEXT_MONTH - 2 * DAY, "withdrawn")
    assert (second.state, second.starts_on) == ("approved", None)
    assert selectors.standing_of(first, NEXT_MONTH) == Standing.WITHDRAWN
    again = {"by": place.manager, "package_id": first.package_id, "reason": ""}
    refused(lambda: services.withdraw_package(**again, from_on=NEXT_MONTH, on=TODAY), "B_NOTHING_TO_WITHDRAW")
    back = services.publish_version(by=place.manager, version_id=second.id, starts_on=NEXT_MONTH, on=TODAY)
    assert back.state == "published"


def test_an_older_version_cannot_follow_a_newer_one():
    place = make_place()
    first = approved(place)
    second = published(place, package=first.package)
    refused(
        lambda: services.publish_version(by=place.manager, version_id=first.id, starts_on=NEXT_MONTH, on=TODAY),
        "B_PUBLISH_ORDER",
    )
    assert second.number == 2


def test_a_draft_is_dropped_and_the_package_with_it_but_nothing_approved():
    place = make_place()
    version = draft(place)
    services.discard_version(by=place.manager, version_id=version.id, revision=1, on=TODAY)
    assert not Package.objects.exists()
    kept = approved(place)
    refused(
        lambda: services.discard_version(by=place.manager, version_id=kept.id, revision=kept.revision, on=TODAY),
        "B_PACKAGE_STATE",
    )


CHANGES = (
    "UPDATE agreements_packageversion SET resident_fen = 1",
    "UPDATE agreements_packageversion SET name_zh = '便宜包'",
    "UPDATE agreements_packageversion SET groups = '{child}'",
    "UPDATE agreements_packageversion SET state = 'draft'",
    "DELETE FROM agreements_packageline",
    "UPDATE agreements_packageline SET quantity = 99",
    "INSERT INTO agreements_packageline (id, created_at, updated_at, version_id, position, item, label_zh, label_en,"
    " quantity, benefit) SELECT gen_random_uuid(), now(), now(), id, 9, 'contact', 'x', 'x', 1, ''"
    " FROM agreements_packageversion",
)


def change(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or a table with checks to come is not altered
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_keeps_what_was_approved(statement):
    approved(make_place())
    with pytest.raises(IntegrityError):
        change(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_without_its_triggers_the_database_would_not(statement):
    approved(make_place())
    change("DROP TRIGGER package_version_kept ON agreements_packageversion")
    change("DROP TRIGGER package_lines_kept ON agreements_packageline")
    change(statement)


def test_the_database_deletes_no_version_that_was_approved():
    version = approved(make_place())
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_the_database_lets_no_two_versions_be_in_force_on_a_day():
    place = make_place()
    first = published(place)
    second = approved(place, package=first.package)
    force = PackageVersion.objects.filter(id=second.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        force.update(state="published", starts_on=NEXT_MONTH)
    change("ALTER TABLE agreements_packageversion DROP CONSTRAINT package_one_version_in_force")
    force.update(state="published", starts_on=NEXT_MONTH)


def test_others_find_none_of_it():
    place = make_place()
    version = submitted(place)
    other = stranger()
    for act in (
        lambda: draft(replace(place, manager=other)),
        lambda: services.take_back_version(by=other, version_id=version.id, on=TODAY),
        lambda: services.approve_version(by=other, version_id=version.id, revision=version.revision, on=TODAY),
        lambda: services.withdraw_package(
            by=other, package_id=version.package_id, from_on=TOMORROW, reason="", on=TODAY
        ),
        lambda: selectors.version_for(other, version.id),
    ):
        with pytest.raises(NotVisible):
            act()


def test_the_bureau_composes_nothing_and_the_institution_approves_nothing():
    place = make_place()
    version = submitted(place)
    with pytest.raises(NotVisible):
        services.approve_version(by=place.manager, version_id=version.id, revision=version.revision, on=TODAY)
    with pytest.raises(NotVisible):
        services.take_back_version(by=place.bureau, version_id=version.id, on=TODAY)


def test_drafts_are_the_institutions_own_and_only_published_versions_are_everybodys():
    place = make_place()
    made = [draft(place), submitted(place), approved(place), published(place)]
    reader = make_viewer("package_read", regions=(place.institution.region_id,))

    def states(viewer):
        return {one.state for one in selectors.package_versions(viewer)}

    assert states(place.manager) == {one.state for one in made}
    assert states(place.bureau) == {"submitted", "approved", "published"}
    assert states(reader) == {"published"}
    assert states(stranger()) == set()


@pytest.mark.parametrize(
    ("stated", "kind", "own", "total", "expected"),
    [
        ("favourable", "booking", 0, 0, "favourable"),
        ("", "booking", 900, 900, "dedicated"),
        ("", "tcm", 0, 900, "free"),
        ("", "tcm", 100, 900, "subsidised"),
        ("", "tcm", 900, 900, ""),
    ],
    ids=str,
)
def test_what_a_package_states_goes_before_kind_and_payers(stated, kind, own, total, expected):
    fee = {"own_fen": own, "total_fen": total}
    assert benefit_of(stated=stated, kind=kind, dedicated_kinds=["booking"], **fee) == expected
