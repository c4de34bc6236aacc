"""What an act tells the ledger of states: its name, the day it is about, who does it and why."""

import datetime as dt
import json

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.terms import Act


def tell(act: Act, *, by: Viewer, on: dt.date, note: str = "") -> None:
    """Steps written from here to the end of the transaction, or the next telling, bear these words."""
    told = {
        "act": str(act),
        "on": on.isoformat(),
        "by_id": str(by.actor_id) if by.actor_id else None,
        "by_name": by.actor_name[:60],
        "note": note.strip()[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jiayi.agreement_act', %s, true)", [json.dumps(told)])
