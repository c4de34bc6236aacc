from datetime import date, timedelta

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.organization import services
from jiayi.registry.organization.events import AdoptionEnded, SchemesAdopted
from jiayi.registry.organization.models import Adoption
from jiayi.registry.organization.selectors import schemes_for
from tests.registry.organization.factories import COUNTY, make_county, make_viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
BUREAU = make_viewer("scheme_adopt", regions=(COUNTY,))


def adopt(*schemes: str, starts_on: date = TODAY, region_code: str = COUNTY, by=BUREAU, on: date = TODAY):
    return services.adopt_schemes(by=by, region_code=region_code, schemes=schemes, starts_on=starts_on, on=on)


@pytest.fixture
def published(monkeypatch):
    seen = []
    monkeypatch.setattr(events, "publish", seen.append)
    return seen


def test_schemes_hold_from_their_day_at_once_for_all_below_and_others_hear_of_it(published):
    make_county()
    adopt("village-centre", "urban-team")
    assert schemes_for(f"{COUNTY}100201", TODAY) == ["national", "village-centre", "urban-team"]
    assert schemes_for(f"{COUNTY}100201", TODAY - DAY) == ["national"]
    assert published == [SchemesAdopted(COUNTY, ("village-centre", "urban-team"), TODAY)]
    entry = Entry.objects.get(act="organization.adopt_schemes")
    assert entry.details["schemes"] == ["village-centre", "urban-team"]
    assert len(entry.subject_ids) == 2


def test_a_first_adoption_may_have_begun_long_ago_but_a_later_one_never_rewrites_the_past():
    make_county()
    adopt("urban-team", starts_on=date(2024, 1, 1))
    for region in (COUNTY, f"{COUNTY}100", "42"):
        by = make_viewer("scheme_adopt", regions=(region,))
        with pytest.raises(LawBroken) as refused:
            adopt("jintang", starts_on=TODAY - DAY, region_code=region, by=by)
        assert refused.value.breaches[0]["code"] == "B_ADOPTION_IN_PAST"
    adopt("jintang", starts_on=TODAY)
    assert schemes_for(COUNTY, TODAY) == ["national", "urban-team", "jintang"]
    assert schemes_for(COUNTY, TODAY - DAY) == ["national", "urban-team"]


@pytest.mark.parametrize(
    ("schemes", "code"),
    [
        (("no-such-scheme",), "E_SCHEME_UNKNOWN"),
        (("national",), "E_SCHEME_ALWAYS_HOLDS"),
        (("urban-team", "urban-team"), "E_SCHEME_NAMED_TWICE"),
        ((), "E_NO_SCHEME_NAMED"),
    ],
)
def test_unknown_repeated_and_needless_schemes_are_refused(schemes, code):
    make_county()
    with pytest.raises(BadShape) as refused:
        adopt(*schemes)
    assert refused.value.code == code
    assert refused.value.message
    assert not Adoption.objects.exists()


def test_a_scheme_is_not_adopted_twice_at_the_same_time_and_nothing_of_the_list_stays():
    make_county()
    adopt("urban-team")
    with pytest.raises(LawBroken) as refused:
        adopt("jintang", "urban-team", starts_on=TODAY + DAY)
    assert refused.value.code == "B_ADOPTION_OVERLAPS"
    assert schemes_for(COUNTY, TODAY + DAY) == ["national", "urban-team"]


def test_an_adoption_ends_today_or_later_and_can_be_taken_up_again(published):
    make_county()
    [adoption] = adopt("urban-team", starts_on=date(2024, 1, 1))
    with pytest.raises(LawBroken):
        services.end_adoption(by=BUREAU, adoption_id=adoption.id, ends_on=TODAY - DAY, on=TODAY)
    services.end_adoption(by=BUREAU, adoption_id=adoption.id, ends_on=TODAY, on=TODAY)
    assert schemes_for(COUNTY, TODAY) == ["national", "urban-team"]
    assert schemes_for(COUNTY, TODAY + DAY) == ["national"]
    assert published[-1] == AdoptionEnded(COUNTY, "urban-team", TODAY)
    adopt("urban-team", starts_on=TODAY + DAY)
    assert schemes_for(COUNTY, TODAY + DAY) == ["national", "urban-team"]
    with pytest.raises(LawBroken):
        services.end_adoption(by=BUREAU, adoption_id=adoption.id, ends_on=TODAY + DAY, on=TODAY + DAY)


def test_an_adoption_that_has_not_begun_is_taken_back():
    make_county()
    [adoption] = adopt("urban-team", starts_on=TODAY + 10 * DAY)
    services.end_adoption(by=BUREAU, adoption_id=adoption.id, ends_on=TODAY, on=TODAY)
    assert not Adoption.objects.exists()


def test_only_who_adopts_schemes_over_the_whole_region_may():
    make_county()
    [adoption] = adopt("urban-team")
    for by in (make_viewer(), make_viewer("scheme_adopt", regions=(f"{COUNTY}100",))):
        with pytest.raises(NotVisible):
            adopt("jintang", by=by)
        with pytest.raises(NotVisible):
            services.end_adoption(by=by, adoption_id=adoption.id, ends_on=TODAY, on=TODAY)
    with pytest.raises(NotVisible):
        adopt("jintang", region_code="420399", by=make_viewer("scheme_adopt", regions=("42",)))
