"""The second net under personal numbers: whatever still looks like one is taken out of logs and audit details.

The first net is that nobody writes them there. Identity numbers have 18 or 15 digits, archive numbers 17, mobile
phones 11; identifiers in hexadecimal are left alone, since a digit run inside them means nothing.
"""

import re
from typing import Any

REMOVED = "[removed]"
_PATTERN = re.compile(
    r"(?P<identifier>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=[0-9]*[a-f])[0-9a-f]{32,64}\b)"
    r"|(?<!\d)(?:\d{17}[\dXx]|\d{17}|\d{15}|(?:86)?1[3-9]\d{9})(?!\d)"
)


def scrub(text: str) -> str:
    """The text with every run of digits that could be an identity, archive or phone number taken out."""
    return _PATTERN.sub(lambda match: match["identifier"] or REMOVED, text.replace("\0", ""))


def scrub_deep(value: Any) -> Any:
    """The same for a tree of plain values, its keys and its whole numbers included."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub(str(key)): scrub_deep(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [scrub_deep(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return REMOVED if scrub(str(value)) != str(value) else value
    return value
