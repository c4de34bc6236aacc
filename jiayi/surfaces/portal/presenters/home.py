"""The first page in words."""

import datetime as dt
from typing import Any

from jiayi.foundation.base.viewer import Viewer


def home_page(viewer: Viewer, subject: Any, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """What the first page shows."""
    return {"tab": "home"}
