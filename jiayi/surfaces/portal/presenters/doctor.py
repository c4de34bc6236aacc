"""Who my doctor is, and how to call."""

import datetime as dt
from typing import Any

from jiayi.foundation.ui.wording import word_of
from jiayi.registry.organization import selectors as organization


def doctor_card(agreement: Any, on: dt.date) -> dict[str, Any]:
    """The responsible doctor of an agreement, the team's people, and the number to call."""
    person, team = agreement.responsible_person, agreement.team
    phones = organization.public_phones([person.id])
    public = organization.public_teams([team.id], on)
    members = public[0].members if public else ()
    return {
        "name": person.name,
        "initial": person.name[:1],
        "team": team.name,
        "institution": agreement.institution.name,
        "address": agreement.institution.address,
        "hours": agreement.institution.hours,
        "online": agreement.institution.online,
        "phone": phones.get(person.id) or team.phone or agreement.institution.hotline or agreement.institution.phone,
        "members": [{"name": one.name, "role": _role(one.role)} for one in members if one.name != person.name],
    }


def _role(code: str) -> str:
    return word_of(code)
