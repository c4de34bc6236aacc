"""The verdict on every row of a file, in six bytes a row."""

from array import array
from collections import Counter
from collections.abc import Iterator

from .codes import Verdict

Detail = tuple[int, str, tuple[str, ...]]


class Outcomes:
    """Row numbers with their verdicts and codes, in the order they were judged (the file's)."""

    def __init__(self) -> None:
        self._rows = array("I")
        self._kinds = array("H")
        self._known: dict[tuple[str, tuple[str, ...]], int] = {}
        self._listed: list[tuple[str, tuple[str, ...]]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: int, verdict: str, codes: tuple[str, ...]) -> None:
        kind = self._known.get((verdict, codes))
        if kind is None:
            kind = self._known[verdict, codes] = len(self._listed)
            self._listed.append((verdict, codes))
        self._rows.append(row)
        self._kinds.append(kind)

    def details(self) -> Iterator[Detail]:
        """Row, verdict and codes of every row."""
        for row, kind in zip(self._rows, self._kinds, strict=True):
            yield row, *self._listed[kind]

    def counts(self) -> dict[str, int]:
        """Rows in all, and rows by verdict."""
        counted = Counter(self._kinds)
        by_verdict: Counter[str] = Counter()
        for kind, (verdict, _) in enumerate(self._listed):
            by_verdict[str(verdict)] += counted[kind]
        return {"rows": len(self._rows)} | {str(verdict): by_verdict[str(verdict)] for verdict in Verdict}

    def codes(self) -> dict[str, int]:
        """Rows by code."""
        counted = Counter(self._kinds)
        by_code: Counter[str] = Counter()
        for kind, (_, codes) in enumerate(self._listed):
            for code in codes:
                by_code[code] += counted[kind]
        return dict(sorted(by_code.items()))

    def examples(self, most: int) -> dict[str, list[int]]:
        """The first rows that bear each code."""
        found: dict[str, list[int]] = {}
        lacking = {kind: codes for kind, (_, codes) in enumerate(self._listed) if codes}
        for row, kind in zip(self._rows, self._kinds, strict=True):
            for code in lacking.get(kind, ()):
                if len(listed := found.setdefault(code, [])) < most:
                    listed.append(row)
        return dict(sorted(found.items()))
