"""What is shown in public and what is checked of it: codes, and the plain values a board is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class PublicField(Choice):
    """What of a person stands on a public board only where the person agreed to it."""

    PHONE = "phone", "工作电话", "Work phone"
    INTRODUCTION = "introduction", "个人简介", "Introduction"
    TRAINING = "training", "学历和培训进修经历", "Education and training"
    SPECIALITY = "speciality", "专长", "Speciality"
    SERVICES = "services", "服务内容", "Services"


class PlaceKind(Choice):
    """What a public board stands for."""

    VILLAGE = "village", "村（社区）", "Village"
    INSTITUTION = "institution", "机构", "Institution"


class CheckKind(Choice):
    """What is checked: that teams appear alike (S2.3-06, S2.1-22), and what is posted where (S2.3-07, S0-31)."""

    UNIFIED = "unified", "五统一", "Unified appearance"
    OPEN = "open", "五公开", "Public notices"


@dataclass(frozen=True, slots=True)
class BoardKey:
    """The place of a board: the code of a village or of an institution."""

    kind: PlaceKind
    code: str


@dataclass(frozen=True, slots=True)
class PublicMember:
    """A member as everybody may see one: the office, and of the person what the person agreed to; "" for the rest."""

    name: str
    role: str
    is_leader: bool
    title: str
    institution_name: str
    introduction: str = ""
    training: str = ""
    speciality: str = ""
    services: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PublicTeam:
    """A team on a board; `responsible` and `buildings` are those of the board's village, empty on an institution's."""

    id: UUID
    name: str
    institution_id: UUID
    institution_name: str
    phone: str
    members: tuple[PublicMember, ...]
    villages: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicInstitution:
    """Where a team is found."""

    name: str
    address: str
    phone: str
    hotline: str
    hours: str
    online: str = ""


@dataclass(frozen=True, slots=True)
class BoardContent:
    """Everything of this room that a board shows, whether or not it is published (then `published_on` is None)."""

    key: BoardKey
    name: str
    full_name: str
    region_code: str
    institutions: tuple[PublicInstitution, ...]
    teams: tuple[PublicTeam, ...]
    notice: str
    published_on: date | None
    published_by: str = ""

    @property
    def hotline(self) -> str:
        """The first hotline of the place, else the phone of its first team or institution."""
        numbers = [each.hotline for each in self.institutions]
        numbers += [team.phone for team in self.teams] + [each.phone for each in self.institutions]
        return next(filter(None, numbers), "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check has to look at by the schemes of a day; no items: nothing is asked."""

    kind: CheckKind
    items: tuple[str, ...]
    places: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(item, place) in reading order; a check without places has one of "" for each item."""
        return [(item, place) for item in self.items for place in self.places or ("",)]


def box_of(item: str, place: str) -> str:
    """An item at a place as the value of its tick box."""
    return f"{item}@{place}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one item (at one place) was there when it was checked."""

    item: str
    place: str
    is_met: bool
    note: str = field(default="")
