"""Surveys of half of the villages, and last month's community diagnosis of the first township."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jiayi.service.care.services import save_survey
from jiayi.service.care.terms import SurveyRequest
from jiayi.surfaces.workstation.services import draft_report, publish_report, write_report

from .county import BY, Township

_PROBLEMS = ("hypertension", "diabetes", "smoking", "diet", "ageing", "access", "environment")
_MEASURES = ("lecture", "screening", "round", "home_visit", "group")
_WORDS = {
    "scope": "全镇各村（社区）常住居民，重点调查独居老人、慢性病患者家庭。",  # data, not for translation
    "survey": "村医入户询问，与村干部座谈。",  # data, not for translation
    "problems": "高血压患者控制率偏低，口味偏咸；独居老人取药不便。",  # data, not for translation
    "interventions": "每月进村巡诊，开展限盐宣传，为独居老人送药上门。",  # data, not for translation
}


def survey_villages(rng: random.Random, townships: Sequence[Township], on: date) -> None:
    """Every other village within the last quarter; what they come to stands in the published report."""
    for township in townships:
        for village in sorted(township.team_of_village)[::2]:
            _survey(rng, village, on - timedelta(days=rng.randrange(20, 90)))
    report = draft_report(by=BY, region_code=townships[0].code, on=on)
    write_report(by=BY, report_id=report.id, texts=_WORDS, recount=False, on=on)
    publish_report(by=BY, report_id=report.id, on=on)


def _survey(rng: random.Random, village: str, day: date) -> None:
    households, asked = rng.randrange(120, 700), rng.randrange(40, 120)
    few = {name: rng.randrange(asked // 8, asked // 2) for name in ("smokers", "drinkers", "salty", "inactive")}
    values = {
        "committees": rng.randrange(4, 12),
        "households": households,
        "visited": households // rng.randrange(3, 8),
        "interviewed": rng.randrange(3, 9),
        "key_people": households // 2,
        "alone": rng.randrange(4, 40),
        "water": rng.choice(("piped", "piped", "well", "spring")),
        "toilets": households * rng.randrange(60, 99) // 100,
        "waste_collected": rng.random() < 0.8,
        "clinic_minutes": rng.randrange(3, 45),
        "asked": asked,
        "problems": rng.sample(_PROBLEMS, 3),
        "interventions": rng.sample(_MEASURES, 2),
    }
    asking = SurveyRequest(village, day, values | few, UUID(int=rng.getrandbits(128)))
    save_survey(by=BY, asked=asking, on=day)
