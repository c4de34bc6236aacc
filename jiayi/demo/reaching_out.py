"""Health workers of families, a health express, what a township says of its population, campaigns, a notice."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from uuid import UUID

from jiayi.community.engagement.models import Mailing
from jiayi.community.engagement.services import preview_mailing, write_mailing
from jiayi.community.engagement.terms import MailingAsked
from jiayi.community.outreach.models import Activity, Attendance
from jiayi.community.outreach.selectors import own_counts
from jiayi.community.outreach.services import circulate_campaign, enter_statement, plan_campaign
from jiayi.community.outreach.terms import CampaignAsked
from jiayi.foundation.base import clock
from jiayi.foundation.jobs.services import Progress
from jiayi.registry.people.models import Household

from .county import BY, COUNTY, Township

HOURS = {"begins_at": time(14), "ends_at": time(16)}


def reach_out(townships: Sequence[Township], on: date) -> None:
    """In every township a training and an express; one township's figures; campaigns; a notice to a village."""
    for township in townships:
        _train_health_workers(township, on)
    _hear_the_street(townships[0], on)
    _campaign(on)
    _notice(next(iter(townships[0].team_of_village)), on)


def _train_health_workers(township: Township, on: date) -> None:
    """Half a dozen people of the first village as the health workers of their families, taught by experts of the city
    together with the street office."""
    village, team = next(iter(township.team_of_village.items()))
    common = {"team_id": team, "institution_id": township.institution_id, "region_id": village, **HOURS}
    common |= {"place": "村委会", "state": "held"}
    express = {"kind": "health_express", "title": "健康直通车进社区", "expert": "市人民医院 周主任"}
    express |= {"co_host": "乡镇人民政府", "channels": ["event", "health_day"]}
    training = {"kind": "family_health_worker", "title": "家庭保健员培训班", "topic": "first_aid"}
    numbers = {
        "attended": 24,
        "given": 40,
        "asked": 12,
        "satisfied": 11,
        "aware": 10,
        "summary": "现场演示测血压和急救。",
    }
    for back, words in ((40, express), (33, training)):
        one = Activity.objects.create(held_on=on - timedelta(days=back), **common, **words, **numbers)
    heads = Household.objects.filter(region_id=village, head__status="living_here").order_by("number")
    entered = [
        Attendance(activity=one, resident_id=head, entered_at=clock.now(), entered_by_name="演示团队长")
        for head in heads.values_list("head_id", flat=True)[:6]
    ]
    Attendance.objects.bulk_create(entered)


def _hear_the_street(township: Township, on: date) -> None:
    """What the government of the first township says of its population: some more people than are registered."""
    own = own_counts(BY, township.code, on)
    counts = {code: number + (number // 12 if code == "residents" else 0) for code, number in own.items()}
    office = "城关镇人民政府社会事务办"
    enter_statement(by=BY, region_code=township.code, as_of=on, given_by=office, counts=counts, on=on)


def _campaign(on: date) -> None:
    """The county's month of publicity, assessed and sent round, and the next one."""
    past = {"since_on": on - timedelta(days=75), "until_on": on - timedelta(days=15)}
    coming = {"since_on": on - timedelta(days=14), "until_on": on + timedelta(days=45)}
    words = {"goals": "讲清签约对象、服务内容和优惠政策，做到家喻户晓。", "channels": ("notice_board",)}
    held = plan_campaign(by=BY, asked=CampaignAsked(COUNTY, "家庭医生签约服务宣传月", **past, **words), on=on)
    verdict = "多数乡镇活动扎实；未开展活动和知晓率低的乡镇限期补课。"
    circulate_campaign(by=BY, campaign_id=held.id, verdict=verdict, on=on)
    plan_campaign(by=BY, asked=CampaignAsked(COUNTY, "冬季慢病防治宣传", **coming, **words), on=on)


def _notice(village: str, on: date) -> None:
    """A team's notice to the people with hypertension of a village."""
    asked = MailingAsked(village, "本周三上午8点到11点在村卫生室免费测血压，请带上常用药。", "hypertension")
    preview = preview_mailing(by=BY, asked=asked, on=on)
    made = Mailing.objects.create(
        region_id=village,
        group=asked.group,
        text=asked.text,
        most=preview.most,
        counts=asdict(preview.reach),
        submission_id=UUID(int=int(village)),
        begun_by_name="演示团队长",
    )
    at = datetime.combine(on, time(9), clock.SHANGHAI)
    write_mailing(by=BY, mailing_id=made.id, at=at, say=Progress(None))
