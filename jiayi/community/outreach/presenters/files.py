"""Files of activities and meetings in words."""

from collections.abc import Iterable
from typing import Any

from jiayi.community.outreach.models import KeptFile
from jiayi.community.outreach.terms import FileKind
from jiayi.foundation.ui.wording import label_of

PICTURES = (".png", ".jpg", ".jpeg")


def file_rows(files: Iterable[KeptFile]) -> list[dict[str, Any]]:
    """Lines of the list of files."""
    return [
        {
            "id": one.id,
            "label": label_of(FileKind, one.kind),
            "name": one.file_name,
            "at": one.added_at,
            "by": one.added_by_name,
            "is_picture": one.file_name.lower().endswith(PICTURES),
        }
        for one in files
    ]
