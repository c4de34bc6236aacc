"""The story of an agreement, from its ledger of states; and the packages that it may change to."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.core.money import yuan_text
from jiayi.foundation.ui.wording import label_of
from jiayi.service.agreements.models import Agreement, AgreementStep
from jiayi.service.agreements.selectors import PackageOffer, packages_on_offer
from jiayi.service.agreements.terms import Act, State

from .rows import by_words

_ICONS = {
    State.ACTIVE: "circle-check",
    State.SCHEDULED: "clock",
    State.SUSPENDED: "player-pause",
    State.DRAFT: "pencil",
    State.PENDING: "hourglass",
    State.RENEWED: "refresh",
    State.TRANSFERRED: "arrows-exchange",
    State.CHANGED: "edit",
}


def story_of(steps: list[AgreementStep], names: dict[Any, str]) -> list[dict[str, Any]]:
    """Entries for the timeline component, the latest first; `names` tells whose step it is on a household's paper."""
    return [_entry(step, names) for step in reversed(steps)]


def _entry(step: AgreementStep, names: dict[Any, str]) -> dict[str, Any]:
    state = label_of(State, step.to_state)
    title = f"{label_of(Act, step.act)} · {state}" if step.act and label_of(Act, step.act) != state else state
    told = timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M")
    parts = [names.get(step.agreement_id, ""), by_words(step.by_name), told, step.note]
    return {
        "on": step.on or timezone.localtime(step.at).date(),
        "icon": _ICONS.get(State(step.to_state), "circle-x"),
        "title": title,
        "text": " · ".join(part for part in parts if part),
    }


def package_choices(agreement: Agreement, on: dt.date) -> list[tuple[str, str]]:
    """The packages that an agreement may change to, those meant for the resident's groups first."""
    place = {"institution_id": agreement.institution_id, "schemes": agreement.schemes}
    return offer_choices(packages_on_offer(on, groups=agreement.groups, **place))


def offer_choices(offers: Iterable[PackageOffer]) -> list[tuple[str, str]]:
    """Code and label of each, with the price."""
    language, words = get_language() or "", _("%(package)s（%(price)s 元/年）")
    return [
        (offer.code, words % {"package": offer.label(language), "price": yuan_text(offer.price_fen)})
        for offer in offers
    ]
