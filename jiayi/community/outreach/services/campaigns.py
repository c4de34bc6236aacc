"""Plan a campaign of publicity, change it, assess it and send it round."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Campaign
from jiayi.community.outreach.selectors.campaigns import campaign_figures, campaign_for
from jiayi.community.outreach.selectors.planning import channels
from jiayi.community.outreach.terms import CampaignAsked, CampaignState
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen

from .history import note


@retrying_atomic
def plan_campaign(*, by: Viewer, asked: CampaignAsked, on: dt.date, campaign_id: UUID | None = None) -> Campaign:
    """Plan one for a county or city. `campaign_id` is the form's own: sent twice, it is planned once."""
    fields = _judged(by, asked, on) | {"planned_on": on, "planned_by_name": by.actor_name[:60]}
    made = Campaign(**({"id": campaign_id} if campaign_id else {}))
    campaign, is_made = Campaign.objects.get_or_create(id=made.id, defaults=fields)
    if not is_made:
        return campaign_for(by, campaign.id)
    note(by, "plan_campaign", campaign, region=asked.region_code)
    return campaign


@retrying_atomic
def change_campaign(*, by: Viewer, campaign_id: UUID, asked: CampaignAsked, on: dt.date) -> Campaign:
    """Plan it otherwise, until it is sent round."""
    campaign = _locked(by, campaign_id)
    if campaign.state != CampaignState.PLANNED:
        raise misshapen("E_CAMPAIGN_STATE")
    for name, value in _judged(by, asked, on).items():
        setattr(campaign, name, value)
    campaign.save()
    note(by, "change_campaign", campaign)
    return campaign


@retrying_atomic
def circulate_campaign(*, by: Viewer, campaign_id: UUID, verdict: str, on: dt.date) -> Campaign:
    """Say what it came to and send it round with the figures of the day; from its first day on, once."""
    campaign = _locked(by, campaign_id)
    if not verdict.strip():
        raise misshapen("E_CAMPAIGN_VERDICT", "verdict")
    if campaign.state == CampaignState.CIRCULATED:
        return campaign
    if campaign.since_on > on:
        raise misshapen("E_CAMPAIGN_EARLY", since=campaign.since_on)
    campaign.figures = campaign_figures(by, campaign, on=on)
    campaign.state, campaign.verdict = CampaignState.CIRCULATED, verdict.strip()[:1000]
    campaign.circulated_on, campaign.circulated_by_name = on, by.actor_name[:60]
    campaign.save()
    note(by, "circulate_campaign", campaign)
    return campaign


def _locked(by: Viewer, campaign_id: UUID) -> Campaign:
    found = campaign_for(by, campaign_id)
    if not by.scope(permissions.REVIEW).holds_region(found.region_id):
        raise NotVisible
    return Campaign.objects.select_for_update(of=("self",), no_key=True).get(id=found.id)


def _judged(by: Viewer, asked: CampaignAsked, on: dt.date) -> dict[str, Any]:
    """The fields of a plan that fits together; raises otherwise."""
    if not by.scope(permissions.REVIEW).holds_region(asked.region_code):
        raise NotVisible
    faults = {
        "E_CAMPAIGN_TITLE": ("title", not asked.title.strip()),
        "E_CAMPAIGN_DAYS": ("until_on", asked.until_on < asked.since_on),
        "E_CAMPAIGN_GOALS": ("goals", not asked.goals.strip()),
        "E_ACTIVITY_CODE": ("channels", not set(channels(asked.region_code, on)).issuperset(asked.channels)),
    }
    for code, (field, is_wrong) in faults.items():
        if is_wrong:
            raise misshapen(code, field)
    return {
        "region_id": asked.region_code,
        "title": asked.title.strip()[:80],
        "since_on": asked.since_on,
        "until_on": asked.until_on,
        "goals": asked.goals.strip()[:1000],
        "channels": sorted(set(asked.channels)),
    }
