"""What the judging of a roster takes from the rulebook and from the regions."""

from collections.abc import Iterable, Mapping
from datetime import date

from jiayi.foundation.base.viewer import Scope
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people.roster_rules import Setting, Vocabulary
from jiayi.registry.people.roster_rules.vocabulary import by_label, label
from jiayi.registry.people.terms import Ethnicity

# Groups that the birth date tells (people.groups.derive): their labels are known, but nothing is recorded.
_BY_AGE = frozenset({"elderly", "child"})


def aliases() -> dict[str, list[str]]:
    """Every header by which each column is known, the proper one first."""
    return {key: [column.zh, *column.aliases] for key, column in rulebook().roster.columns.items()}


def required_columns() -> list[str]:
    """The columns without which a file is no roster."""
    return [key for key, column in rulebook().roster.columns.items() if column.required]


def vocabulary() -> Vocabulary:
    """The labels of cells."""
    book = rulebook()
    roster = book.roster
    return Vocabulary(
        sexes=by_label(roster.sexes),
        documents=by_label(roster.identity_documents),
        no_document=_labels(roster.no_document),
        residence_kinds=by_label(roster.residence_kinds),
        relations=by_label(roster.relations),
        ethnicities=by_label({str(each): (each.label_zh, each.label_zh.removesuffix("族")) for each in Ethnicity}),
        groups=by_label({code: (group.zh, *group.aliases) for code, group in book.groups.items()}),
        groups_by_age=_BY_AGE,
        group_separators=roster.group_separators,
        unreadable=_labels(roster.unreadable),
    )


def setting(*, on: date, columns: Mapping[str, int], scope: Scope) -> Setting:
    """What one file is judged by: the villages in force on the day and inside the scope, the labels."""
    known = organization.village_codes(on)
    inside = {code: now for code, now in known.items() if scope.holds_region(now)}
    return Setting(
        on=on,
        columns=dict(columns),
        villages=inside,
        outside=frozenset(known.keys() - inside.keys()),
        vocabulary=vocabulary(),
    )


def _labels(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(label, names))
