"""In what a service favours the signed: for them alone, free, subsidised, at a favourable price (专、免、补、惠)."""

from collections.abc import Collection

DEDICATED, FREE, SUBSIDISED = "dedicated", "free", "subsidised"


def benefit_of(*, stated: str, kind: str, dedicated_kinds: Collection[str], own_fen: int, total_fen: int) -> str:
    """The class of a promised service, "" where there is none.

    What the package states goes first; else a kind that only the signed have is dedicated; else it is free where its
    package costs the resident nothing, and subsidised where others pay a part.
    """
    if stated:
        return stated
    if kind in dedicated_kinds:
        return DEDICATED
    if not own_fen:
        return FREE
    return SUBSIDISED if own_fen < total_fen else ""
