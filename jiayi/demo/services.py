"""Build a demonstration county: deterministic for a size and a day."""

import csv
import itertools
import json
import math
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from jiayi.foundation.base import clock
from jiayi.insight.assurance.services import detect
from jiayi.insight.indicators.services import compute_coverage
from jiayi.registry.organization.divisions import read_divisions
from jiayi.registry.organization.models import Region
from jiayi.registry.people.services.roster import import_roster
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements.services import reconcile_loads
from jiayi.service.care.services import enrol_due
from jiayi.service.fulfilment.services import gather_records, judge_all, open_years
from jiayi.surfaces.workstation.services import AT_ONCE

from .absences import absences, let_die
from .accounts import Account, make_accounts
from .activities import hold_activities
from .care import VISITS, CareWriter
from .checking import write_checks
from .contacts import call_patients
from .county import BY, DIVISIONS, INSURED, TOWNSHIP_SCHEMES, Township, build_county
from .courses import sign_courses
from .desk import lay_out
from .elders import care_for_the_old
from .history import backdate
from .hospital import OF_TEN, Hospital, write_survey
from .infections import record_infections
from .kindergartens import open_kindergartens
from .known_rates import KnownRates
from .ledger import tell_how_it_came
from .medicines import write_medicines
from .mothers import write_mothers, write_treatments
from .packages import compose_packages
from .pharmacy import write_pharmacy
from .plans import write_plans
from .population import HEADER, Place, roster
from .positions import keep_positions
from .promises import HOUSEHOLD_CAPS, Asked, Capacity, ask
from .publicity import show_in_public, write_letters
from .reaching_out import reach_out
from .referrals import write_referrals
from .reorganizing import reorganize
from .residents import Person, households, rules_by_village
from .rounds import write_rounds
from .sessions import write_sessions
from .sharing import ask_examinations, shared_by
from .sizes import Size
from .stays import write_stays
from .styles import Style, styles_of
from .surveys import survey_villages
from .tiered import write_tiered_care
from .truth import Truth, known_styles
from .turns import Turns
from .workload import enter_hours, try_adoptions_out
from .writing import Writer

ENROLLED_BEFORE = timedelta(days=330)  # those whose programmes go by the year are due about the day of the show
TRUTH_FILE = "demo-truth.json"
# Teams were founded four years before, when the last of the staff (end of 2019) had joined.
EARLIEST = date(2024, 1, 1)
_PERSONS_PER_HOUSEHOLD = 2.5
_SIGNED_SHARE = 0.85
_PERSONS_PER_DOCTOR = 1800
_HOUSEHOLDS_PER_TEAM = 2500


class AlreadyBuilt(RuntimeError):
    """There are regions in the database already: a demonstration is only built into an empty one."""


def build_demo(*, size: Size, on: date, say: Callable[[str], None]) -> list[Account]:
    """A county of a size as of a day, its truth file beside it; returns the accounts."""
    if Region.objects.exists():
        raise AlreadyBuilt
    with transaction.atomic():  # all of it or nothing: a build that was broken off can be begun again
        return _build(size, on, say)


def size_there() -> str | None:
    """The size of the county that was built here, by its truth file; None where there is none."""
    try:
        return str(truth_there()["size"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def truth_there() -> dict[str, Any]:
    """What the truth file says."""
    found: dict[str, Any] = json.loads((settings.DATA_DIR / TRUTH_FILE).read_text("utf-8"))
    return found


def _build(size: Size, on: date, say: Callable[[str], None]) -> list[Account]:
    rng = random.Random(f"{size.name}-{on}")
    places = _places(size)
    say("institutions, staff, teams and areas")
    townships = _county(rng, places, on)
    say(f"{size.residents} residents from a roster")
    _people(rng, places, on)
    record_infections(townships, on)
    _count()
    died = let_die(random.Random(f"deaths {size.name}-{on}"), households(rules_by_village(on), on), on)
    write_stays(rng, households(rules_by_village(on), on), on)
    say("agreements")
    known = KnownRates()
    truth = _agreements(rng, size, townships, known, on)
    compose_packages(townships[0].institution_id, townships[1].institution_id, on)
    say("three years of follow-ups")
    styles = _visits(size, townships, died, known, on)
    _count()
    say("long-term prescriptions")
    write_medicines(random.Random(f"medicines {size.name}-{on}"), townships[0], known, on)
    write_pharmacy(townships[0], on)
    say("referrals")
    _refer(size, townships, known, on)
    say("insured visits and a survey")
    _tell(size, townships, known, on)
    say("health plans and shared results")
    _plan(size, townships, known, on)
    say("loads, tasks and coverage")
    _reckon(on)
    say("clinics and rounds")
    sessions = write_sessions(random.Random(f"sessions {size.name}-{on}"), households(rules_by_village(on), on), on)
    say("activities, meetings and kindergartens")
    _communities(size, townships, on)
    enter_hours(on)
    if size.residents <= AT_ONCE:  # a larger county is tried out in the background, by whoever asks
        try_adoptions_out(on, _at(on))
    keep_positions(townships, styles)
    say("doubtful work")
    detect(by=BY, on=on)
    say("audits and re-interviews")
    write_checks(random.Random(f"checks {size.name}-{on}"), townships, styles, known, on)
    say("public boards and checks")
    _publish(size, townships, on)
    truth.agreements.update(sign_courses(townships[0], on))
    accounts = make_accounts(townships)
    _manage(size, townships, on)
    more = {"sessions": sessions, "styles": known_styles(styles, on), "rates": known.rows()}
    truth.write(settings.DATA_DIR / TRUTH_FILE, accounts=[account.username for account in accounts], **more)
    return accounts


def _publish(size: Size, townships: list[Township], on: date) -> None:
    """What is shown to everybody, and what the bureau asks of the institutions."""
    show_in_public(random.Random(f"publicity {size.name}-{on}"), townships, on)
    write_letters(townships, on)


def _manage(size: Size, townships: list[Township], on: date) -> None:
    """What the town's manager has on the desk and has done."""
    lay_out(random.Random(f"desk {size.name}-{on}"), townships, on)
    if size.residents <= AT_ONCE:  # in a larger county thousands of agreements would have to follow
        reorganize(townships[0], on, _at(on))


def _plan(size: Size, townships: list[Township], known: KnownRates, on: date) -> None:
    """Health plans, care of the old by their need, calls, and examinations asked for beside what others found."""
    write_plans(random.Random(f"plans {size.name}-{on}"), townships, on)
    care_for_the_old(townships, known, on)
    call_patients(townships, on)
    ask_examinations(townships[0], on)


def _communities(size: Size, townships: list[Township], on: date) -> None:
    """What is done for places: activities, kindergartens, surveys."""
    hold_activities(random.Random(f"activities {size.name}-{on}"), townships, on)
    reach_out(townships, on)
    members = households(rules_by_village(on), on)
    open_kindergartens(random.Random(f"kindergartens {size.name}-{on}"), townships, members, on)
    survey_villages(random.Random(f"surveys {size.name}-{on}"), townships, on)


def _refer(size: Size, townships: list[Township], known: KnownRates, on: date) -> None:
    """Referrals in every state, what the hospital shares, and what the insurer tells."""
    insured = next((one for one in townships if one.code == INSURED), townships[-1])
    write_referrals(townships, insured, known, on)
    shared_by(townships, insured, size.name, on)
    write_tiered_care(townships[0], on)


def _tell(size: Size, townships: list[Township], known: KnownRates, on: date) -> None:
    """What the insurer and residents tell, with the rates that follow."""
    rules = rules_by_village(on)
    hospital = Hospital(random.Random(f"visits {size.name}-{on}"), townships, known, on)
    hospital.write(households(rules, on), OF_TEN[size.name])
    write_survey(random.Random(f"survey {size.name}-{on}"), households(rules, on), size.residents, known, on)


def _reckon(on: date) -> None:
    """What follows from all that was written."""
    reconcile_loads(by=BY, on=on)
    open_years(by=BY, on=on)
    _count()
    gather_records(by=BY, on=on)
    judge_all(by=BY, on=on)
    rebuild(on=on)
    compute_coverage(by=BY, on=on, at=_at(on))


def _count() -> None:
    """All is built in one transaction, of whose rows the server's own counting knows nothing: without this it plans
    for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _visits(
    size: Size, townships: list[Township], died: Mapping[UUID, tuple[Person, date]], known: KnownRates, on: date
) -> dict[UUID, Style]:
    styles = styles_of(townships)
    _care(size, on, styles, died, known)
    write_mothers(townships, known, on)
    write_treatments(townships[0], known, on)
    write_rounds(styles, size.name, on)
    return styles


def _places(size: Size) -> list[Place]:
    """The villages that are lived in, with their numbers of residents."""
    divisions = read_divisions(DIVISIONS)
    townships = [one for one in divisions if one.level == "township"]
    lived = {one.code: [v for v in divisions if v.parent == one.code][: size.villages] for one in townships}
    town, *others = townships
    town_residents = int(size.residents * size.town_share)
    rest = sum(len(lived[one.code]) for one in others)
    shares = {town.code: town_residents / len(lived[town.code])}
    shares |= {one.code: (size.residents - town_residents) / rest for one in others}
    exact = [(village, shares[code]) for code, villages in lived.items() for village in villages]
    places, given = [], 0.0
    for village, share in exact:
        count = round(given + share) - round(given)
        given += share
        places.append(Place(village.code, village.name.replace("居民委员会", "").replace("村民委员会", "村"), count))
    return places


def _county(rng: random.Random, places: list[Place], on: date) -> list[Township]:
    residents: dict[str, int] = {}
    for place in places:
        residents[place.code[:9]] = residents.get(place.code[:9], 0) + place.residents
    teams = {code: _teams(code, count) for code, count in residents.items()}
    doctors = math.ceil(max(place.residents for place in places) / _PERSONS_PER_DOCTOR)
    return build_county(rng, on, teams, doctors)


def _teams(code: str, residents: int) -> int:
    signed = residents / _PERSONS_PER_HOUSEHOLD * _SIGNED_SHARE
    return math.ceil(signed / HOUSEHOLD_CAPS.get(TOWNSHIP_SCHEMES.get(code, ""), _HOUSEHOLDS_PER_TEAM)) or 1


def _people(rng: random.Random, places: list[Place], on: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo-roster.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(roster(rng, places, on))
        import_roster(by=BY, path=path, on=on, at=_at(on - timedelta(days=1)))
    backdate(on)


def _agreements(rng: random.Random, size: Size, townships: list[Township], known: KnownRates, on: date) -> Truth:
    rules, capacity, truth = rules_by_village(on), Capacity(), Truth(size.name, known, on)
    by_code = {township.code: township for township in townships}
    neighbours = dict(zip(by_code, [*townships[1:], townships[0]], strict=True))
    turns = Turns(random.Random(f"turns {size.name}-{on}"), on)

    def answers() -> Iterator[Asked]:
        for members in households(rules, on):
            village = members[0].village
            home, elsewhere = by_code[village[:9]], neighbours[village[:9]]
            asked = ask(rng, members, home, rules[village], capacity, on)
            asked = turns.take(members, asked, home, elsewhere, rules[village])
            truth.count(members, asked, rules)
            yield asked

    Writer(rng, rules, known, on).write(answers())
    tell_how_it_came()
    _count()
    return truth


def _care(
    size: Size,
    on: date,
    styles: Mapping[UUID, Style],
    died: Mapping[UUID, tuple[Person, date]],
    known: KnownRates,
) -> None:
    """Follow-ups of the past, then everybody whom the norms name in the programmes."""
    rules = rules_by_village(on)
    writer = CareWriter(
        random.Random(f"care {size.name}-{on}"),
        rules,
        on,
        visits=VISITS[size.name],
        styles=styles,
        absences=absences(died),
        known=known,
    )
    writer.write(itertools.chain(households(rules, on), [[person for person, _day in died.values()]]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE care_record, care_recordversion")
    for day in (on - ENROLLED_BEFORE, on):
        enrol_due(by=BY, on=day)


def _at(on: date) -> datetime:
    return datetime.combine(on, time(6), clock.SHANGHAI)
