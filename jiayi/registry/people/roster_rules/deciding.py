"""Deciding rows in their order against the rows before and the residents known."""

from collections.abc import Callable, Iterable

from . import codes
from .codes import Verdict
from .outcomes import Outcomes
from .plan import Facts, Newcomer, NewHome, Plan, Update
from .prepared import Home, Known, Prepared, Refused
from .seen import SeenKeys, text_key

_LIVING_HERE = "living_here"
_HEAD = "head"
# A roster fills these where nothing stands; what staff entered since is not overwritten by an old file.
_FILLED = ("resident_since", "ethnicity")


def person_key(row: Prepared) -> tuple:
    """By what a person without a number is known again."""
    return row.region_code, row.name_key, row.birth_date


class Decider:
    """Keeps what the rows of one file have said so far; `may_touch` tells whether a village lies in the scope."""

    def __init__(self, may_touch: Callable[[str], bool], new_id: Callable[[], str]) -> None:
        self.outcomes = Outcomes()
        self._may_touch = may_touch
        self._new_id = new_id
        self._numbers = SeenKeys()
        self._homes = SeenKeys()
        # Rows of this file without a number: the resident they made, or stand for.
        self._unnumbered: dict[tuple, str | Known] = {}
        self._infants: set[tuple] = set()  # rows of this file with a number, under one year

    def decide(self, rows: Iterable[Prepared | Refused], facts: Facts) -> Plan:
        """The plan for a chunk; the verdicts go to `outcomes`."""
        plan = Plan()
        add = self.outcomes.add
        for row in rows:
            if type(row) is Refused:
                add(row.row, Verdict.REJECTED, (row.code,))
            else:
                verdict, said = (self._numbered if row.number else self._without_number)(row, facts, plan)
                add(row.row, verdict, said)
        return plan

    def _numbered(self, row: Prepared, facts: Facts, plan: Plan) -> tuple[Verdict, tuple[str, ...]]:
        key = int(row.number[:17])
        name = text_key(row.name_key)
        earlier = self._numbers.get(key)
        if earlier is not None:
            return _merged() if earlier == name else _rejected(codes.DUPLICATE_CONFLICT)
        known = facts.by_number.get(row.number_index)
        if known is not None and known.name_key != row.name_key:
            return _rejected(codes.DUPLICATE_CONFLICT)
        if row.fault:
            return _rejected(row.fault)
        if known is not None and not self._may_touch(known.region_code):
            return _rejected(codes.RESIDENT_ELSEWHERE)
        self._numbers.put(key, name)
        return self._standing_numbered(row, known, facts, plan)

    def _standing_numbered(
        self, row: Prepared, known: Known | None, facts: Facts, plan: Plan
    ) -> tuple[Verdict, tuple[str, ...]]:
        if row.is_under_one:
            self._infants.add(person_key(row))
        if known is not None:
            return self._known(row, known, facts, plan)
        if self._unnumbered or facts.without_number:
            key = person_key(row)
            same = self._unnumbered.pop(key, None) or facts.without_number.pop(key, None)
            if isinstance(same, Known) and not same.has_number:
                return self._known(row, same, facts, plan)
            if isinstance(same, str):
                plan.change(Update(row.row, same, None, _number_gained(row)))
                return _merged()
        return self._new(row, facts, plan)

    def _without_number(self, row: Prepared, facts: Facts, plan: Plan) -> tuple[Verdict, tuple[str, ...]]:
        key = person_key(row)
        if key in self._unnumbered or key in self._infants:
            return _merged()
        known = facts.by_person.get(key)
        if known is None:
            self._unnumbered[key] = row.id
            return self._new(row, facts, plan)
        self._unnumbered[key] = known
        return self._known(row, known, facts, plan)

    def _new(self, row: Prepared, facts: Facts, plan: Plan) -> tuple[Verdict, tuple[str, ...]]:
        home_id, said = self._home(row, row.id, facts, plan)
        plan.newcomers.append(Newcomer(row, home_id))
        return Verdict.ACCEPTED, said

    def _known(self, row: Prepared, known: Known, facts: Facts, plan: Plan) -> tuple[Verdict, tuple[str, ...]]:
        """A resident who is there: what the row changes of them."""
        if known.status != _LIVING_HERE:
            return Verdict.UNCHANGED, (*row.codes, codes.STATUS_KEPT)
        columns = {} if known.has_number or not row.number else _number_gained(row)
        if row.phone_index is not None and row.phone_index != known.phone_index:
            columns["phone"] = row.phone
        said = row.codes
        groups: tuple[str, ...] = ()
        if row.region_code != known.region_code:
            said = (*said, codes.REGION_KEPT)
        else:
            if row.address and row.address != known.address:
                columns["address"] = row.address
            columns |= {name: value for name in _FILLED if (value := getattr(row, name)) and not getattr(known, name)}
            if known.household_id is None and row.household_number:
                home_id, said = self._home(row, known.id, facts, plan)
                if home_id:
                    columns |= {"household_id": home_id, "relation_to_head": row.relation}
            groups = tuple(group for group in row.groups if group not in known.groups)
        if not columns and not groups:
            return Verdict.UNCHANGED, said
        plan.change(Update(row.row, known.id, known, columns, groups))
        return Verdict.UPDATED, said

    def _home(self, row: Prepared, resident_id: str, facts: Facts, plan: Plan) -> tuple[str | None, tuple[str, ...]]:
        """The household a resident enters, made where it is new; none where it stands in another village."""
        number = row.household_number
        if not number:
            return None, row.codes
        home = facts.homes.get(number)
        stands_in = home.region_code if home else self._region_of(number)
        if stands_in is not None and stands_in != row.region_code:
            said = row.codes if codes.FIELD_DROPPED in row.codes else (*row.codes, codes.FIELD_DROPPED)
            return None, said
        if home is None:
            home = NewHome(self._new_id(), number, row.region_code, row.address, row.row)
            facts.homes[number] = home
            self._homes.put(text_key(number), int(row.region_code))
            plan.homes.append(home)
        if row.relation == _HEAD:
            _seat(home, number, resident_id, row, facts, plan)
        return home.id, row.codes

    def _region_of(self, number: str) -> str | None:
        """Where an earlier row of this file has put a household (a dry run finds it nowhere else)."""
        region = self._homes.get(text_key(number))
        return None if region is None else f"{region:012d}"


def _seat(home: Home | NewHome, number: str, resident_id: str, row: Prepared, facts: Facts, plan: Plan) -> None:
    """Make a resident the head of a household that has none."""
    if isinstance(home, NewHome):
        if home.head_id is None:
            home.head_id, home.address = resident_id, row.address
    elif not home.has_head:
        facts.homes[number] = home._replace(has_head=True)
        plan.heads.append((home.id, resident_id))


def _number_gained(row: Prepared) -> dict[str, str]:
    return {"national_id": row.number, "document_kind": row.document_kind, "sex": row.sex}


def _rejected(code: str) -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.REJECTED, (code,)


def _merged() -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.MERGED, (codes.DUPLICATE_MERGED,)
