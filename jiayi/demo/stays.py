"""Who works, studies or lives with family elsewhere: one in eight of those of working age."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import completed_years

from .residents import Person
from .writing import row_id

_AGES = range(18, 60)
_SHARE = 0.12
_REASONS = ("work", "work", "work", "work", "family", "study")
_PLACES = ("湖北武汉", "湖北十堰", "广东东莞", "浙江温州", "陕西西安", "江苏苏州")
_COPY = "COPY people_stayelsewhere (id, created_at, updated_at, resident_id, since, until, reason, place) FROM STDIN"


def write_stays(rng: random.Random, households: Iterator[list[Person]], on: date) -> None:
    """Enter the stays that have not ended; most began in the last two years, after the spring festival."""
    found = list(_away(rng, households, on))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for person in found:
            since = on - timedelta(days=rng.randrange(20, 700))
            at = datetime.combine(since, time(9), clock.SHANGHAI)
            copy.write_row((row_id(rng, at), at, at, person.id, since, None, rng.choice(_REASONS), rng.choice(_PLACES)))


def _away(rng: random.Random, households: Iterator[list[Person]], on: date) -> Iterator[Person]:
    for members in households:
        for person in members:
            if completed_years(person.birth_date, on) in _AGES and rng.random() < _SHARE:
                yield person
