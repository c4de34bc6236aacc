"""What schemes ask for a resident: a visit at home, ways of follow-up, a class, services within the year. Pure."""

from collections.abc import Collection, Mapping, Sequence

VERY_OLD, NEED, BY_AGREEMENT = "very_old", "real_need", "by_agreement"


def home_grounds(
    conditions: Sequence[str],
    *,
    groups: Collection[str],
    is_very_old: bool,
    has_need: bool,
    is_promised: bool,
    condition_groups: Mapping[str, Collection[str]],
) -> list[str]:
    """The conditions that are met, in the scheme's order."""
    met = {VERY_OLD: is_very_old, NEED: has_need, BY_AGREEMENT: is_promised}
    return [one for one in conditions if met.get(one, bool(set(condition_groups.get(one, ())) & set(groups)))]


def follow_up_ways(
    by_class: Mapping[str, Sequence[str]], *, groups: Collection[str], class_groups: Mapping[str, Collection[str]]
) -> list[str]:
    """The ways of the first class that somebody belongs to, in the scheme's order; none where no class fits."""
    for name, ways in by_class.items():
        if set(class_groups.get(name, (name,))) & set(groups):
            return list(ways)
    return []


def management_class(
    classes: Sequence[str], marks: Collection[str], order: Mapping[str, Collection[str]]
) -> str | None:
    """The first class of the order that the scheme has and a mark tells; else the one that needs no mark."""
    for name, told_by in order.items():
        if name in classes and set(told_by) & set(marks):
            return name
    return next((name for name in classes if name not in order), None)


def missing_contents(
    contents: Sequence[str], filled: Collection[str], fields: Mapping[str, Sequence[str]]
) -> list[str]:
    """What a check-up should consist of and does not show: an item is there when one of its fields is filled in."""
    return [one for one in contents if not set(fields.get(one, ())) & set(filled)]
