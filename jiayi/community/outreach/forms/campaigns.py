"""The forms of a campaign: its plan, and what it came to."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.outreach import selectors
from jiayi.community.outreach.models import Campaign
from jiayi.community.outreach.terms import CampaignAsked
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.forms import DateField, Form

from .fields import words


class CampaignForm(Form):
    """Where, when, to what end and by which channels; `made` is the row it becomes."""

    made = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("名称"), max_length=80, help_text=_("如“家庭医生签约服务宣传月”。"))
    region_code = forms.ChoiceField(label=_("范围"))
    since_on = DateField(label=_("开始日期"))
    until_on = DateField(label=_("结束日期"))
    goals = words(_("宣传目标和内容"), most=1000, required=True)
    channels = forms.MultipleChoiceField(label=_("宣传渠道"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, viewer: Viewer, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        places = selectors.places_to_plan(viewer)
        self.fields["made"].initial = new_id()
        self.fields["region_code"].choices = places
        self.fields["since_on"].initial = today
        codes = selectors.channels(places[0][0] if places else "", today)
        if codes:
            self.fields["channels"].choices = selectors.words_of(codes)
        else:
            del self.fields["channels"]

    def asked(self) -> CampaignAsked:
        """The plan behind valid answers."""
        data = self.cleaned_data
        same = ("title", "region_code", "since_on", "until_on", "goals")
        return CampaignAsked(**{name: data[name] for name in same}, channels=tuple(data.get("channels", ())))


class VerdictForm(Form):
    """What the campaign came to."""

    verdict = words(
        _("评估意见"), most=1000, required=True, help_text=_("写明做得好的、落后的和下一步要求；印发后不能再改。")
    )


def campaign_values(campaign: Campaign) -> dict[str, Any]:
    """A campaign as the form's first values."""
    names = ("title", "since_on", "until_on", "goals", "channels")
    return {name: getattr(campaign, name) for name in names} | {"region_code": campaign.region_id}
