"""Free text that people write beside the fields: reasons, evidence, notes."""

from jiayi.foundation.base.scrubbing import scrub


def free_text(text: str, longest: int = 200) -> str:
    """Text as it is kept: tidied, cut, and without what looks like a personal number (those have sealed columns)."""
    return scrub(" ".join(text.split()))[:longest]


def holds_number(text: str) -> bool:
    """Whether the text holds what looks like an identity, archive or phone number."""
    return scrub(text) != text.replace("\0", "")
