"""Who lives elsewhere for a time is recorded with its days, once at a time, and may be listed."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.people import selectors, services
from jiayi.registry.people.models import StayElsewhere
from tests.registry.access.factories import make_post, make_user

from .factories import OTHER_VILLAGE, VILLAGE, make_resident, make_stay, make_viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def _record(resident, **changes):
    asked = {"since": date(2026, 3, 1), "reason": "work", "place": "广东东莞", "on": TODAY} | changes
    return services.record_stay_elsewhere(by=make_viewer(), resident_id=resident.pk, **asked)


def test_a_stay_begins_and_ends_and_both_are_in_the_history():
    resident = make_resident()
    stay = _record(resident)
    assert list(selectors.living_elsewhere(selectors.residents(make_viewer()), TODAY)) == [resident]
    services.end_stay_elsewhere(by=make_viewer(), stay_id=stay.pk, until=date(2026, 10, 1), on=TODAY)
    assert not selectors.living_elsewhere(selectors.residents(make_viewer()), TODAY).exists()
    assert selectors.living_elsewhere(selectors.residents(make_viewer()), date(2026, 10, 1)).exists()
    acts = list(Entry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["people.record_stay_elsewhere", "people.end_stay_elsewhere"]


def test_a_second_stay_waits_for_the_return():
    resident = make_resident()
    _record(resident)
    with pytest.raises(LawBroken) as refused:
        _record(resident, since=date(2026, 5, 1))
    assert refused.value.code == "E_STAY_OPEN"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_stay(resident)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": date(2026, 12, 1)}, "E_DATE_IN_FUTURE"),
        ({"since": date(1970, 1, 1)}, "E_DATE_TOO_EARLY"),
        ({"reason": "holiday"}, "E_CODE_UNKNOWN"),
    ],
)
def test_what_cannot_be_is_refused(changes, code):
    with pytest.raises(BadShape) as refused:
        _record(make_resident(), **changes)
    assert refused.value.code == code
    assert not StayElsewhere.objects.exists()


@pytest.mark.parametrize("until", [date(2026, 2, 1), date(2026, 12, 1)])
def test_a_return_is_neither_before_the_stay_nor_ahead(until):
    stay = make_stay(make_resident())
    with pytest.raises(BadShape):
        services.end_stay_elsewhere(by=make_viewer(), stay_id=stay.pk, until=until, on=TODAY)


def test_another_village_can_neither_see_nor_change():
    stay = make_stay(make_resident(village=OTHER_VILLAGE))
    with pytest.raises(NotVisible):
        services.end_stay_elsewhere(by=make_viewer(VILLAGE), stay_id=stay.pk, until=TODAY, on=TODAY)
    with pytest.raises(NotVisible):
        _record(stay.resident)
    assert not selectors.stays_elsewhere(make_viewer(VILLAGE), stay.resident_id)


def test_a_merger_takes_stays_along_and_gives_them_back():
    kept, merged = (make_resident(number=None) for _ in range(2))
    open_stay, closed = make_stay(merged), make_stay(merged, since=date(2024, 1, 1), until=date(2024, 6, 1))
    make_stay(kept)
    merger = services.merge_residents(
        by=make_viewer(), kept_id=kept.pk, merged_id=merged.pk, reason="重复建档", on=TODAY, confirmed=True
    )
    closed.refresh_from_db()
    open_stay.refresh_from_db()
    assert (closed.resident_id, open_stay.resident_id) == (kept.pk, merged.pk)
    services.undo_merge(by=make_viewer(), merge_id=merger.pk, reason="不是一人", on=TODAY)
    closed.refresh_from_db()
    assert closed.resident_id == merged.pk


def test_the_pages_record_show_and_end_a_stay(client):
    resident = make_resident(name="单小明")
    user = make_user()
    make_post(user=user, code="institution_manager", region=VILLAGE[:9])
    client.force_login(user)
    page = reverse("people:stays", args=[resident.pk])
    assert client.post(page, {"since": "2026-03-01", "reason": ""}).status_code == 422
    client.post(page, {"since": "2026-03-01", "reason": "work", "place": "东莞"})
    stay = StayElsewhere.objects.get()
    assert "外出务工经商" in client.get(page).content.decode()
    assert "单小明" in client.get(reverse("people:residents"), {"away": "1"}).content.decode()
    assert "外出，自 2026-03-01" in client.get(reverse("workstation:resident", args=[resident.pk])).content.decode()
    end = reverse("people:end_stay", args=[stay.pk])
    assert client.post(end, {"until": "2026-01-01"}).status_code == 422
    assert client.post(end, {"until": "2026-04-01"}).status_code == 302
    assert "单小明" not in client.get(reverse("people:residents"), {"away": "1"}).content.decode()
