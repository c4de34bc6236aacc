"""A demonstration county holds what its truth file says, breaks no law, and is the same each time."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from jiayi.demo import services
from jiayi.demo.sizes import SIZES
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import selectors
from jiayi.registry.access import selectors as access
from jiayi.registry.access.models import User
from jiayi.registry.organization.models import Region
from jiayi.service.agreements.models import Agreement, TeamLoad
from jiayi.service.agreements.services import reconcile_loads

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 22)


@pytest.fixture
def truth(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    size = replace(SIZES["small"], residents=400, villages=1)
    services.build_demo(size=size, on=TODAY, say=lambda words: None)
    return json.loads((tmp_path / services.TRUTH_FILE).read_text("utf-8"))


def test_coverage_and_agreements_are_those_of_the_truth_file(truth):
    snapshot = selectors.current_snapshot()
    counts = selectors.coverage(SystemViewer(), "", digits=9, snapshots=[snapshot])
    known = {
        (row["township"], snapshot.pk, row["population"]): (row["residents"], row["signed"], row["refused"])
        for row in truth["coverage"]
    }
    assert {key: (one.residents, one.signed, one.refused) for key, one in counts.items()} == known
    states = truth["agreements"]
    assert sum(states.values()) == Agreement.objects.count()
    assert states["active"] == Agreement.objects.filter(state="active").count() > 100


def test_counters_are_right_and_nothing_is_built_twice(truth):
    assert TeamLoad.objects.filter(persons__gt=0).exists()
    assert not list(reconcile_loads(by=SystemViewer(), on=TODAY))
    assert Region.objects.filter(level="village").count() == 320
    with pytest.raises(services.AlreadyBuilt):
        services.build_demo(size=SIZES["small"], on=TODAY, say=lambda words: None)


def test_the_administrators_of_the_county_look_after_every_account(truth):
    for name in ("system", "security"):
        viewer = access.viewer_of(User.objects.get(username=name))
        assert set(access.users(viewer).values_list("username", flat=True)) == set(truth["accounts"])


def test_asked_for_again_a_county_stays_and_tells_its_accounts(truth, capsys):
    call_command("demo", size="small", keep=True)
    told = capsys.readouterr().out
    assert all(account in told for account in truth["accounts"])
    with pytest.raises(CommandError, match=r"already \(small\)"):
        call_command("demo", size="medium", keep=True)
    with pytest.raises(CommandError, match="already"):
        call_command("demo", size="small")
