"""What the county shows in public: consents, published boards, checks; some places left incomplete on purpose."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import services as indicators
from jiayi.insight.indicators.terms import Side
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Institution, Practitioner
from jiayi.registry.organization.terms import BoardKey, CheckKind, Finding, PlaceKind, PublicField

from .county import BY, Township
from .staff import Actor

_TRAININGS = (
    "省级全科医生转岗培训",
    "县人民医院进修半年",
    "慢病管理适宜技术培训班",
    "中医适宜技术培训",
    "急救技能培训",
)
_SERVICES = (
    "高血压、糖尿病随访和用药指导",
    "老年人健康体检和中医体质辨识",
    "预约就诊、转诊联系和上门随访",
    "孕产妇和儿童健康管理",
)
_NOTICES = ("每月逢五上午在村委会巡诊。", "每周三下午在卫生室免费测血压、血糖。", "")
_FIELDS = [str(field) for field in PublicField if field != PublicField.PHONE]
_CHECKERS = ("县卫生健康局检查组（演示）", "卫生院自查（演示）")
CLERK = Actor("县卫健局办事员")  # data, not for translation


def show_in_public(rng: random.Random, townships: Sequence[Township], on: date) -> None:
    """Most staff agree to most of it, most villages are published, every third institution was checked."""
    _ask_staff(rng, on)
    for number, township in enumerate(townships):
        served = [village.code for village in township.villages if village.code in township.team_of_village]
        services.publish_villages(by=BY, codes=[code for code in served if rng.random() < 0.85], on=on)
        centre = Institution.objects.get(id=township.institution_id)
        if number % 4 != 3:
            key = BoardKey(PlaceKind.INSTITUTION, centre.code)
            services.publish_board(by=BY, key=key, notice=rng.choice(_NOTICES), on=on)
        if number % 3 == 0:
            _check(rng, centre, on)


def _ask_staff(rng: random.Random, on: date) -> None:
    """Everybody has something to show; one in five has not agreed to anything, half keep the phone back."""
    staff = list(Practitioner.objects.order_by("institution__code", "name", "id"))
    for person in staff:
        person.training = f"{rng.randrange(on.year - 9, on.year)}年{rng.choice(_TRAININGS)}"
        person.services = rng.choice(_SERVICES)
        if rng.random() < 0.2:
            continue
        person.public_fields = [*_FIELDS, str(PublicField.PHONE)] if rng.random() < 0.5 else list(_FIELDS)
        person.public_agreed_on = on - timedelta(days=rng.randrange(30, 300))
        person.introduction = (
            f"从事基层医疗工作{max(on.year - person.joined_on.year, 1)}年。" if person.joined_on else ""
        )
    fields = ["training", "services", "introduction", "public_fields", "public_agreed_on"]
    Practitioner.objects.bulk_update(staff, fields, batch_size=1000)


def _check(rng: random.Random, centre: Institution, on: date) -> None:
    """Two checks half a year apart; the second finds less missing."""
    for kind in CheckKind:
        for days_ago, share in ((190, 0.4), (20, 0.15)):
            day = on - timedelta(days=days_ago)
            asked = selectors.asked_of(kind, selectors.schemes_for(centre.region_id, day), day)
            if not asked.items:
                continue
            found = [Finding(item, place, rng.random() > share) for item, place in asked.pairs]
            services.record_check(
                by=SystemViewer(actor_name=rng.choice(_CHECKERS)),
                institution_id=centre.id,
                kind=kind,
                checked_on=day,
                findings=found,
                note="" if all(one.is_met for one in found) else "请在一个月内补齐。",
                on=on,
            )


def write_letters(townships: Sequence[Township], on: date) -> None:
    """Target letters of the year in every state, one of them in a second version."""
    ids = [township.institution_id for township in townships]
    bureau = "竹溪县卫生健康局（演示）"
    made = indicators.draft_letters(by=CLERK, institution_ids=ids, year=on.year, bureau=bureau, on=on)
    for number, letter in enumerate(made):
        own = [("每月下村巡诊", "不少于 2 次"), ("健康教育资料", "每年 4 期")]
        words = {"reward": letter.reward, "penalty": letter.penalty}
        indicators.change_letter(by=CLERK, letter_id=letter.id, own=own, on=on, **words)
        if number % 5 == 4:
            continue
        indicators.issue_letter(by=CLERK, letter_id=letter.id, on=on)
        if number % 5 == 3:
            indicators.withdraw_letter(by=CLERK, letter_id=letter.id, on=on)
            continue
        _sign(letter.id, Side.BUREAU, "李建华", on)
        if number % 5 < 2:
            _sign(letter.id, Side.INSTITUTION, "周志强", on)
    first = made[0]
    renewed = indicators.draft_letters(
        by=CLERK, institution_ids=[first.institution_id], year=on.year, bureau=bureau, on=on
    )[0]
    indicators.issue_letter(by=CLERK, letter_id=renewed.id, on=on)


def _sign(letter_id: UUID, side: Side, signer: str, on: date) -> None:
    indicators.sign_letter(by=CLERK, letter_id=letter_id, side=side, signer=signer, signed_on=on, on=on)
