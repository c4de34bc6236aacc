"""A service that so many of a household may hold (S2.7-15), on one paper and on several signed at once."""

import functools
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.core.dates import ONE_DAY, Period
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.rules.packages import Holding, most_at_once
from jiayi.service.agreements.services import loads, signing

from .factories import SIGNED_ON, make_household, make_village, sign
from .races import at_once, breaches_of, winners

PACKAGES = ("basic", "health-management")
THREADS = 8


@pytest.fixture
def village():
    return make_village("household-village")


def refused(act):
    with pytest.raises(LawBroken) as refusal:
        act()
    return refusal.value.breaches


@pytest.mark.django_db
def test_two_members_hold_it_and_the_third_hears_why(village):
    first, second, third = make_household(members=3).members.all()
    for one in (first, second):
        sign(village, one, packages=PACKAGES)
    [breach] = refused(lambda: sign(village, third, packages=PACKAGES))
    assert breach["code"] == "B_ITEM_PER_HOUSEHOLD"
    assert breach["text_zh"] == "年度健康体检每户最多2人，签约后本户为3人。"
    sign(village, third, packages=("basic",))


@pytest.mark.django_db
def test_a_paper_for_three_names_two_of_them(village):
    household = make_household(members=3)
    first, second, _third = household.members.all()
    whole = {"household_id": household.id, "unit": "household", "packages": PACKAGES}
    assert [one["code"] for one in refused(lambda: sign(village, **whole))] == ["B_ITEM_PER_HOUSEHOLD"]
    paper = sign(village, **whole, package_holders={"health-management": (first.id, second.id)})
    assert paper.agreements.count() == 3


@pytest.mark.django_db
def test_another_household_has_its_own_count(village):
    for _ in range(2):
        for one in make_household(members=2).members.all():
            sign(village, one, packages=PACKAGES)
    assert Agreement.objects.count() == 4


@pytest.mark.django_db
def test_who_holds_it_already_is_counted_once_and_a_replacement_gives_it_back(village):
    first, second, third = make_household(members=3).members.all()
    for one in (first, second):
        sign(village, one, packages=PACKAGES)
    sign(village, first, packages=PACKAGES, is_replacement=True)
    sign(village, first, packages=("basic",), is_replacement=True)
    sign(village, third, packages=PACKAGES)


@pytest.mark.django_db
def test_only_those_who_hold_it_at_the_same_time_are_counted(village):
    first, second, third = make_household(members=3).members.all()
    ends_on = sign(village, first, packages=PACKAGES).agreements.get().ends_on
    sign(village, second, packages=PACKAGES)
    sign(village, third, packages=("basic",))
    november = ends_on.replace(month=11, day=2)
    following = {"kind": "renewal", "signed_on": november, "on": november}
    sign(village, first, packages=("basic",), **following)
    sign(village, third, packages=PACKAGES, **following)
    assert Agreement.objects.filter(state="scheduled").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_members_who_sign_at_once_do_not_get_past_the_limit(village):
    members = list(make_household(members=THREADS).members.all())
    answers = at_once([functools.partial(sign, village, one, packages=PACKAGES) for one in members])
    assert winners(answers) == 2 == Agreement.objects.count()
    assert breaches_of(answers) == {"B_ITEM_PER_HOUSEHOLD"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_without_the_lock_on_the_household_they_would(village, monkeypatch):
    members = list(make_household(members=THREADS).members.all())
    together, judge = threading.Barrier(THREADS, timeout=20), signing.judge

    def judge_and_wait(case):
        judgement = judge(case)
        together.wait()
        return judgement

    monkeypatch.setattr(loads, "lock_households", lambda _ids: None)
    monkeypatch.setattr(signing, "judge", judge_and_wait)
    answers = at_once([functools.partial(sign, village, one, packages=PACKAGES) for one in members])
    assert winners(answers) > 2


days = st.dates(SIGNED_ON, SIGNED_ON.replace(year=2028))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
holdings = st.lists(st.builds(Holding, st.integers(1, 4), periods), max_size=6)


@given(holdings, periods)
def test_the_most_at_once_is_what_counting_every_day_finds(held, during):
    every_day = [during.starts_on + step * ONE_DAY for step in range(during.days)]
    counted = [{one.holder for one in held if day in one.period} for day in every_day]
    assert most_at_once(held, during) == max(len(holders) for holders in counted)
