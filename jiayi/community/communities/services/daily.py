"""Duties done, food samples kept, medicine given."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from jiayi.community.communities import permissions
from jiayi.community.communities.models import DoneDuty, FoodSample, GivenMedicine
from jiayi.community.communities.rules import duties_of
from jiayi.community.communities.selectors.communities import community_for, member_for, settings_of
from jiayi.community.communities.selectors.daily import food_sample_for
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen

from .history import note


@retrying_atomic
def do_duty(
    *,
    by: Viewer,
    community_id: UUID,
    duty: str,
    done_on: dt.date,
    on: dt.date,
    minutes: int | None = None,
    said: str = "",
) -> DoneDuty:
    """A duty that the scheme asks for was done on a day; done twice a day it stands once."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    asked = {one.code: one for one in duties_of(settings_of(found, done_on))}
    if duty not in asked:
        raise misshapen("E_COMMUNITY_CODE", "duty")
    if done_on > on:
        raise misshapen("E_COMMUNITY_DAY", "done_on")
    least = asked[duty].minutes
    if least and minutes is None:
        raise misshapen("E_DUTY_MINUTES", "minutes", least=least)
    defaults = {"minutes": minutes, "note": said.strip()[:200], "done_by_name": by.actor_name[:60]}
    made, is_new = DoneDuty.objects.get_or_create(community=found, duty=duty, done_on=done_on, defaults=defaults)
    if is_new:
        note(by, "do_duty", found, duty=duty, done_on=done_on)
    return made


@retrying_atomic
def undo_duty(*, by: Viewer, community_id: UUID, duty: str, done_on: dt.date) -> None:
    """It was entered by mistake."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    gone, _ = DoneDuty.objects.filter(community=found, duty=duty, done_on=done_on).delete()
    if gone:
        note(by, "undo_duty", found, duty=duty, done_on=done_on)


@retrying_atomic
def keep_food_sample(*, by: Viewer, community_id: UUID, meal: str, at: dt.datetime) -> FoodSample:
    """A sample of a meal is kept from now on (S2.5-06)."""
    found = community_for(by, community_id, permission=permissions.CHECK)
    if not meal.strip():
        raise misshapen("E_MEAL", "meal")
    hours = settings_of(found, at.date()).get("kindergarten.food_sample_hours", 0)
    made, is_new = FoodSample.objects.get_or_create(
        community=found,
        meal=meal.strip()[:60],
        kept_at=at,
        defaults={"keep_until": at + dt.timedelta(hours=hours), "kept_by_name": by.actor_name[:60]},
    )
    if is_new:
        note(by, "keep_food_sample", found, meal=made.meal)
    return made


@retrying_atomic
def dispose_food_sample(*, by: Viewer, sample_id: UUID, at: dt.datetime) -> FoodSample:
    """A sample that was kept long enough is thrown away."""
    sample = food_sample_for(by, sample_id)
    if at < sample.keep_until:
        raise broken("E_SAMPLE_TOO_EARLY")
    if sample.disposed_at is None:
        sample.disposed_at = at
        sample.save(update_fields=["disposed_at", "updated_at"])
        note(by, "dispose_food_sample", sample.community, meal=sample.meal)
    return sample


@retrying_atomic
def give_medicine(
    *,
    by: Viewer,
    member_id: UUID,
    drug: str,
    dose: str,
    method: str,
    times: str,
    entrusted_by: str,
    checks: Collection[str],
    at: dt.datetime,
) -> GivenMedicine:
    """Medicine that a parent entrusted is given, every check of the scheme confirmed (S2.5-07)."""
    member = member_for(by, member_id)
    asked = settings_of(member.community, at.date()).get("kindergarten.drug_checks", [])
    if set(asked) - set(checks):
        raise broken("E_DRUG_CHECKS", "checks", count=len(asked))
    fields = {"dose": dose, "method": method, "times": times, "entrusted_by": entrusted_by}
    made, is_new = GivenMedicine.objects.get_or_create(
        member=member,
        drug=drug.strip()[:60],
        given_at=at,
        defaults={name: text.strip()[: 60 if name == "entrusted_by" else 40] for name, text in fields.items()}
        | {"checks": list(asked), "given_by_name": by.actor_name[:60]},
    )
    if is_new:
        note(by, "give_medicine", member.community, residents=[member.resident_id])
    return made
