"""Who died in the last year, and who was away or in hospital when: honest teams know, others do not."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jiayi.foundation.core.dates import completed_years
from jiayi.registry.people.models import StayElsewhere
from jiayi.registry.people.services import mark_died
from jiayi.service.agreements.models import Agreement

from .county import BY
from .residents import Person

_IN_A_TOWNSHIP, _FROM_AGE = 2, 60
_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Absences:
    """By resident: the day of death, since when away, since when in hospital."""

    died: dict[UUID, date]
    away: dict[UUID, date]
    in_hospital: dict[UUID, date]

    def hold(self, person: Person, on: date) -> bool:
        """Whether the person cannot be met on that day."""
        since = (self.away.get(person.id), self.in_hospital.get(person.id))
        return any(day is not None and day <= on for day in since)


def let_die(rng: random.Random, households: Iterable[list[Person]], on: date) -> dict[UUID, tuple[Person, date]]:
    """Two old people with hypertension in each township, who were no heads of household, died in the last year."""
    found: Counter[str] = Counter()
    chosen = []
    for members in households:
        for person in members:
            township = person.village[:_TOWNSHIP_DIGITS]
            is_old = completed_years(person.birth_date, on) >= _FROM_AGE and not person.is_head
            if is_old and "hypertension" in person.groups and found[township] < _IN_A_TOWNSHIP:
                found[township] += 1
                chosen.append((person, on - timedelta(days=rng.randrange(190, 300))))
    for person, died_on in chosen:
        mark_died(by=BY, resident_id=person.id, died_on=died_on, on=on, evidence="死亡医学证明")
    return {person.id: (person, died_on) for person, died_on in chosen}


def absences(died: dict[UUID, tuple[Person, date]]) -> Absences:
    """As the tables have them."""
    in_hospital = Agreement.objects.filter(state="suspended", suspension_reason="in_hospital")
    return Absences(
        {resident: day for resident, (_person, day) in died.items()},
        dict(StayElsewhere.objects.filter(until=None).values_list("resident_id", "since")),
        dict(in_hospital.values_list("resident_id", "suspended_on")),
    )
