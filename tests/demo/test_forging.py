"""The detectors find the teams of a demonstration that forge, by what they do, and leave the diligent alone."""

import json
from dataclasses import replace
from datetime import date

import pytest

from jiayi.demo import services
from jiayi.demo.sizes import SIZES
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.services import detect

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 22)


def test_those_who_forge_are_found_and_the_diligent_are_not(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    size = replace(SIZES["small"], residents=1_100, town_share=0.08)
    services.build_demo(size=size, on=TODAY, say=lambda words: None)
    styles = json.loads((tmp_path / services.TRUTH_FILE).read_text("utf-8"))["styles"]
    assert [one["manner"] for one in styles["forging"]] == ["rounding", "hugging"]
    for known in styles["forging"]:
        of_team = Finding.objects.filter(team__name=known["team"])
        assert set(of_team.filter(practitioner__name=known["doctor"]).values_list("detector", flat=True)) >= set(
            known["expected"]
        )
        assert set(of_team.filter(practitioner=None).values_list("detector", flat=True)) >= set(
            known["expected_of_team"]
        )
    assert not Finding.objects.filter(team__name__in=styles["diligent"]).exists()
    assert detect(by=SystemViewer(), on=TODAY).changed == 0
