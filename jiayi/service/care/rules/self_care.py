"""The self-care score of the elderly (assessment form of the norms of 2017)."""

from collections.abc import Mapping


def is_on_the_form(answers: Mapping[str, int], points: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether each item has one of the points that the form offers for it."""
    return all(answer in points.get(item, {}).values() for item, answer in answers.items())


def score(answers: Mapping[str, int]) -> int:
    return sum(answers.values())
