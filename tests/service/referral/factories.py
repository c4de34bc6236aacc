"""A village, its township centre, a county hospital, and those who refer and answer; every value is made up."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from jiayi.foundation.base.viewer import Scope
from jiayi.registry.organization.models import Institution, Team
from jiayi.registry.people.models import Resident
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Destination, PlanStep, ReferralRequest, ReplyRequest
from tests.registry.organization.factories import COUNTY, StandIn, make_institution
from tests.service.agreements.factories import TOWNSHIP, make_resident, make_village

__all__ = ["DAY", "County", "at", "make_county", "make_resident", "reply", "sent"]
DAY = dt.date(2026, 11, 2)
DOCTORS = (
    "resident_read",
    "record_read",
    "referral_read",
    "referral_write",
    "referral_answer",
    "task_read",
    "team_read",
)


def at(day: dt.date = DAY, hour: int = 2) -> dt.datetime:
    """An instant of the day; ten in the morning in Shanghai."""
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


@dataclass(frozen=True)
class County:
    """Who sends, who answers, and who signs for the insurer."""

    team: Team
    centre: Institution
    hospital: Institution
    second: Institution
    city: Institution

    @property
    def doctor(self) -> StandIn:
        return viewer(*DOCTORS, "restricted_record_read", regions=(TOWNSHIP,), institutions=(self.centre.id,))

    @property
    def desk(self) -> StandIn:
        return viewer(*DOCTORS, institutions=(self.hospital.id,))

    @property
    def other_desk(self) -> StandIn:
        return viewer(*DOCTORS, institutions=(self.second.id,))

    @property
    def insurer(self) -> StandIn:
        return viewer("referral_approve", regions=(TOWNSHIP,))

    def asked(self, resident: Resident, **fields: Any) -> ReferralRequest:
        """A patient with hypertension for the outpatients of the county hospital."""
        usual: dict[str, Any] = {
            "resident_id": resident.id,
            "from_institution_id": self.centre.id,
            "destination": Destination(institution_id=self.hospital.id, department="心内科", contact="赵主任"),
            "group": "hypertension",
            "diagnosis": "高血压3级",
            "illness": "血压168/102，两次随访控制不满意",
            "consent": True,
            "consent_by": "patient",
        }
        return ReferralRequest(**(usual | fields))

    def draft(self, resident: Resident | None = None, *, on: dt.date = DAY, **fields: Any) -> Referral:
        asked = self.asked(resident or make_resident(), **fields)
        return services.draft_referral(by=self.doctor, asked=asked, on=on, at=at(on))

    def sent(self, resident: Resident | None = None, *, on: dt.date = DAY, **fields: Any) -> Referral:
        referral = self.draft(resident, on=on, **fields)
        return services.submit(by=self.doctor, referral_id=referral.id, on=on, at=at(on))


def viewer(*permissions: str, regions: tuple[str, ...] = (), institutions: tuple[UUID, ...] = ()) -> StandIn:
    scope = Scope(region_prefixes=regions, institution_ids=institutions)
    reads = {"team_read": Scope(region_prefixes=(COUNTY,))}
    return StandIn(reads | dict.fromkeys(permissions, scope), actor_id=uuid4(), actor_name="孙大夫")


def make_county(*schemes: str) -> County:
    village = make_village(*schemes)
    centre = village.team.institution
    make = lambda name, level, kind: make_institution(COUNTY, name=name, level=level, kind=kind, phone="0719-2220000")  # noqa: E731
    return County(
        village.team,
        centre,
        make("县人民医院", "county", "county_hospital"),
        make("县中医医院", "county", "county_tcm_hospital"),
        make("市太和医院", "city", "city_hospital"),
    )


def sent(county: County, **fields: Any) -> Referral:
    return county.sent(**fields)


def reply(on: dt.date = DAY, **fields: Any) -> ReplyRequest:
    """A whole return form with a plan of two things."""
    usual: dict[str, Any] = {
        "diagnosis": "原发性高血压3级",
        "summary": "调整为三联用药，血压平稳",
        "drugs": "氨氯地平5mg每日一次；缬沙坦80mg每日一次",
        "next_plan": "居家监测血压",
        "warning_signs": "剧烈头痛、胸闷",
        "contact": "赵主任 0719-2220000",
        "revisit_on": on + dt.timedelta(days=30),
        "purposes": ("chronic_management",),
        "plan": (
            PlanStep("上门测血压", on + dt.timedelta(days=7)),
            PlanStep("复查血钾", on + dt.timedelta(days=14)),
        ),
    }
    return ReplyRequest(**(usual | fields))
