"""Archive numbers for the many residents of one import."""

from collections import Counter

from django.db import connection

from jiayi.registry.people.archive import LAST_SERIAL, archive_number

# In the order of the codes, so that two who reserve never wait for each other.
_BEGIN = """
    INSERT INTO people_archiveserial (region_code, last_serial)
    SELECT code, 0 FROM unnest(%s::text[]) AS asked (code) ORDER BY code
    ON CONFLICT (region_code) DO NOTHING"""
_LOCK = """
    SELECT region_code, last_serial FROM people_archiveserial WHERE region_code = ANY(%s)
     ORDER BY region_code FOR UPDATE"""
_KEEP = """
    UPDATE people_archiveserial SET last_serial = given.last
      FROM unnest(%s::text[], %s::int[]) AS given (code, last) WHERE region_code = given.code"""


class ArchiveNumbers:
    """The numbers that an import gives out in its transaction.

    A village's row is locked when the village is first met and written once at the end: written with every chunk it
    would leave as many dead versions behind, and each later look-up of the transaction would pass all of them.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def has_met(self, villages: set[str]) -> bool:
        """Whether numbers of all these villages can be given without the database."""
        return villages <= self._last.keys()

    def give(self, villages: list[str]) -> list[str | None]:
        """A new number of each village, in the order given; None where a village has used up its five digits."""
        amounts = Counter(villages)
        self._meet(sorted(amounts.keys() - self._last.keys()))
        following = {code: self._last[code] for code in amounts}
        self._last |= {code: min(following[code] + amount, LAST_SERIAL) for code, amount in amounts.items()}
        numbers: list[str | None] = []
        for code in villages:
            following[code] += 1
            numbers.append(archive_number(code, following[code]) if following[code] <= LAST_SERIAL else None)
        return numbers

    def _meet(self, villages: list[str]) -> None:
        if villages:
            with connection.cursor() as cursor:
                cursor.execute(_BEGIN, [villages])
                cursor.execute(_LOCK, [villages])
                self._last |= dict(cursor.fetchall())

    def keep(self) -> None:
        """Write down the last serial of every village that was met."""
        if self._last:
            with connection.cursor() as cursor:
                cursor.execute(_KEEP, [list(self._last), list(self._last.values())])
