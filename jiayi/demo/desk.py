"""What lies on a manager's desk: a roster to look through, a double that was merged, an evening of signing begun."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db.models import Count

from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.access import selectors as access
from jiayi.registry.access.models import User
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.models import OTHER, Region
from jiayi.registry.organization.services import name_coordinator
from jiayi.registry.organization.terms import CoordinationPart
from jiayi.registry.people.models import Resident
from jiayi.registry.people.sealing import number_of
from jiayi.registry.people.services import merge_residents, register_resident
from jiayi.registry.people.services.roster import upload_roster
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors import to_renew
from jiayi.service.agreements.services import open_session
from jiayi.service.agreements.services.batches import start_import, start_renewal
from jiayi.service.agreements.terms import RenewalStanding, State

from . import names
from .county import BY, COUNTY, Township
from .population import HEADER, Place, roster

_AGREEMENT_HEADER = ("姓名", "身份证号", "签约团队", "操作", "解约原因", "服务包")
_LEVELS = (6, 9, 12)  # digits of a county, a township, a village


def _count_the_residents() -> None:
    """How many people live in each region, as its page and the partition of areas show them."""
    living = Resident.objects.filter(status=ResidentStatus.LIVING_HERE, merged_into=None)
    counts: dict[str, int] = {}
    for code, persons in living.order_by().values_list("region_id").annotate(Count("id")):
        for digits in _LEVELS:
            counts[code[:digits]] = counts.get(code[:digits], 0) + persons
    regions = list(Region.objects.filter(code__regex=r"^\d{6}(\d{3}(\d{3})?)?$"))
    for region in regions:
        region.population = counts.get(region.code, 0)
    Region.objects.bulk_update(regions, ["population"], batch_size=500)


def lay_out(rng: random.Random, townships: Sequence[Township], on: date) -> None:
    """Everything on the desk of the county town's manager."""
    _count_the_residents()
    manager = access.viewer_of(User.objects.get(username="manager"))
    _name_coordinators(rng, on)
    _merge_a_double(on)
    _begin_an_evening(townships[0], on)
    _hand_in_a_roster(rng, manager, townships[0], on)
    _hand_in_agreements(manager, townships[0], on)
    _ask_for_renewals(manager, on)


def _name_coordinators(rng: random.Random, on: date) -> None:
    """The county's leading group, and of the seats that documents ask for all but the last of each part."""
    seats = [(one.part, seat.code) for one in organization.coordination(COUNTY, on) for seat in one.seats[:-1]]
    for part, seat in [(CoordinationPart.LEADING_GROUP, OTHER), *seats]:
        name, phone = names.full_name(rng, "male", ""), f"0719-27{rng.randint(10000, 99999)}"
        told = {"part": part, "seat": seat, "name": name, "position": "县直单位（演示）", "phone": phone}
        name_coordinator(by=BY, region_code=COUNTY, starts_on=date(on.year, 1, 1), **told)


def _merge_a_double(on: date) -> None:
    """A newborn who was entered twice, the second time before the number was there."""
    newborn = {"status": ResidentStatus.LIVING_HERE, "merged_into": None, "birth_date__gt": on - timedelta(days=360)}
    kept = Resident.objects.filter(**newborn).order_by("region_id", "id").first()
    if kept is None:
        return
    entered = {"name": kept.name, "sex": kept.sex, "birth_date": kept.birth_date, "address": kept.address}
    entered |= {"document_kind": "none"}
    double = register_resident(by=BY, on=on, region_code=kept.region_id, entered=entered)
    merge_residents(
        by=BY, kept_id=kept.id, merged_id=double.id, reason="同一居民重复建档（演示）", on=on, confirmed=True
    )


def _begin_an_evening(town: Township, on: date) -> None:
    """The first village where somebody is still to sign."""
    for village in town.villages:
        try:
            open_session(by=BY, region_code=village.code, held_on=on, place="村委会会议室（演示）", on=on)
        except BadShape:
            continue
        return


def _ask_for_renewals(by: Viewer, on: date) -> None:
    """A list to renew, tried as soon as the server runs and confirmed by hand."""
    told = to_renew(by, on=on).filter(renewal_standing=RenewalStanding.NOTIFIED)
    due = [row.id for row in told.order_by("ends_on", "id")[:12]]
    if due:
        start_renewal(by=by, agreement_ids=due, years=None, title="即将到期续签（演示）", on=on)


def _hand_in_agreements(by: Viewer, town: Township, on: date) -> None:
    """A workbook that changes and ends agreements; its last two rows are refused."""
    rows = Agreement.objects.filter(state=State.ACTIVE, team_id=town.teams[0])
    held = rows.exclude(resident__national_id_sealed=b"").select_related("resident", "team").order_by("-id")[:6]
    told = [[one.resident.name, number_of(one.resident, "national_id"), one.team.name] for one in held]
    acts = [["变更", "", "basic;primary"], ["解约", "本人要求", ""], ["解约", "", ""], ["变更", "", "无此服务包"]]
    lines = [[*person, *act] for person, act in zip(told, acts, strict=False)]
    _upload(lambda **file: start_import(by=by, on=on, **file), "协议变更（演示）.csv", _AGREEMENT_HEADER, lines)


def _upload(start: Callable[..., object], name: str, header: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *lines])
    data = text.getvalue().encode()
    start(file_name=name, size=len(data), chunks=[data])


def _hand_in_a_roster(rng: random.Random, manager: Viewer, town: Township, on: date) -> None:
    """A short roster of newcomers, three rows of which are refused; it is tried as soon as the server runs."""
    village = town.villages[0]
    rows = list(roster(rng, [Place(village.code, village.name, 12)], on))
    number, region, household = (HEADER.index(name) for name in ("身份证号", "行政区划代码", "户编号"))
    for row in rows:
        row[household] = ""
    for row, place, value in zip(rows, (0, number, region), ("", "420324199013011230", "420324999999"), strict=False):
        row[place] = value
    _upload(lambda **file: upload_roster(by=manager, on=on, **file), "新增居民（演示）.csv", HEADER, rows)
