"""What of a person stands in public."""

from typing import Any

from django.utils.translation import gettext

from jiayi.foundation.base.signs import bracketed, joined
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.models import Practitioner
from jiayi.registry.organization.terms import PublicField, PublicTeam, Title
from jiayi.registry.organization.words import role_duties, role_label

Pairs = list[tuple[str, Any]]


def public_fields_shown(person: Practitioner) -> str:
    """What the person agreed to show in public, and since when."""
    if not person.public_fields:
        return gettext("只有姓名和职务")
    return bracketed(joined(label_of(PublicField, name) for name in person.public_fields), person.public_agreed_on)


def publication_facts(person: Practitioner) -> Pairs:
    """What is on record of a person that a board could show."""
    return [
        (gettext("机构"), person.institution.name),
        (gettext("职称"), label_of(Title, person.title)),
        (gettext("工作电话"), person.phone),
        (gettext("专长"), person.speciality),
        (gettext("学历"), person.education),
        (gettext("培训进修经历"), person.training),
        (gettext("服务内容"), person.services),
    ]


def public_cards(team: PublicTeam) -> list[dict[str, Any]]:
    """The members as everybody may see them (S2.1-17); without a phone of their own they show the team's."""
    return [
        {
            "name": one.name,
            "role": role_label(one.role),
            "is_leader": one.is_leader,
            "basic": " · ".join(part for part in (label_of(Title, one.title), one.institution_name) if part),
            "introduction": one.introduction,
            "training": one.training,
            "speciality": one.speciality,
            "services": one.services
            or "；".join(duty["text"] for duty in role_duties(one.role)),  # data, not for translation
            "contact": one.phone or team.phone,
        }
        for one in team.members
    ]
