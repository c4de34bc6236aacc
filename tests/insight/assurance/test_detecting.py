"""A run of the detectors opens each finding once, restates what nobody has taken, and leaves alone what is judged."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.assurance import services
from jiayi.insight.assurance.models import Evidence, Finding
from jiayi.insight.assurance.selectors.cases import CASES
from jiayi.service.care.models import Record

from .factories import TODAY, days_before, found, make_practitioner, make_village, patients, reviewer, visit

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)


@pytest.fixture
def village():
    """A team with rounded values."""
    village = make_village()
    for number, one in enumerate(patients(16)):
        visit(one, village.team, days_before(number + 5), systolic=130, diastolic=85)
    return village


def test_every_detector_of_the_rulebook_has_its_cases():
    assert CASES.keys() == rulebook().detectors.keys()


def test_the_command_opens_what_it_finds_and_a_second_run_changes_nothing(village):
    first, second = _run(), _run()
    assert first["opened"] == {"digit-preference": 1} and first["changed"] == 1
    assert second["changed"] == 0 and Finding.objects.count() == 1
    assert Entry.objects.filter(act="assurance.detect").count() == 1


def _run(on: str = TODAY.isoformat()) -> dict:
    out = StringIO()
    call_command("detect", on=on, as_json=True, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2200-01-01"])
def test_the_command_refuses_a_day_that_is_none_or_has_not_come(day):
    with pytest.raises(CommandError, match=day):
        call_command("detect", on=day)


def test_an_open_finding_is_restated_as_records_come_and_go(village):
    finding = found("digit-preference")
    assert (finding.hits, finding.total) == (32, 32)
    visit(patients(1)[0], village.team, days_before(1), systolic=131, diastolic=82)
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=TODAY) == (0, 1, 0)
    finding.refresh_from_db()
    assert (finding.hits, finding.total) == (32, 34)
    Evidence.objects.all().delete()
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=TODAY) == (0, 1, 0)
    assert finding.evidence.count() == 16


def test_what_no_longer_holds_is_withdrawn_while_nobody_has_taken_it(village):
    finding = found("digit-preference")
    Record.objects.update(state="voided")
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=TODAY) == (0, 0, 1)
    finding.refresh_from_db()
    assert finding.state == "withdrawn"


def test_a_finding_under_review_stays_as_it_was_taken(village):
    finding = found("digit-preference")
    services.take_finding(by=reviewer(), finding_id=finding.pk, at=AT)
    Record.objects.update(state="voided")
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=TODAY) == (0, 0, 0)
    finding.refresh_from_db()
    assert (finding.state, finding.hits) == ("under_review", 32)


def test_what_was_judged_is_not_looked_at_again_but_what_comes_after_is(village):
    by, finding = reviewer(), found("digit-preference")
    services.take_finding(by=by, finding_id=finding.pk, at=AT)
    services.conclude_finding(by=by, finding_id=finding.pk, conclusion="confirmed", note="已约谈", at=AT)
    later = TODAY + dt.timedelta(days=60)
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=later) == (0, 0, 0)
    for number, one in enumerate(patients(15)):
        visit(one, village.team, later - dt.timedelta(days=number), systolic=130, diastolic=85)
    assert services.detect_one(by=SystemViewer(), code="digit-preference", on=later) == (1, 0, 0)
    again = Finding.objects.get(state="open")
    assert again.total == 30 and again.since_on > TODAY


def test_restricted_and_voided_records_are_not_looked_at(village):
    Record.objects.update(is_restricted=True)
    assert found("digit-preference") is None


def test_a_run_asks_the_same_number_of_questions_however_many_there_are(village):
    def count() -> int:
        Finding.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            services.detect_one(by=SystemViewer(), code="digit-preference", on=TODAY)
        return len(queries)

    first = count()
    for worker in [make_practitioner(village.team.institution) for _ in range(3)]:
        for number, one in enumerate(patients(15)):
            visit(one, village.team, days_before(number + 5), systolic=130, diastolic=85, worker=worker)
    assert count() == first and Finding.objects.count() == 4
