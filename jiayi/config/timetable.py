"""What runs by itself while Jiayi is served, how often or when (Asia/Shanghai), and which service does it."""

import datetime as dt
from functools import partial

from django.core.management import call_command

from jiayi.foundation.jobs.services import Entry

ENTRIES = [
    Entry(name="sessions.clear", daily_at=dt.time(3, 10), work=partial(call_command, "clearsessions")),
    Entry(
        name="jobs.prune",
        daily_at=dt.time(3, 20),
        work=partial(call_command, "prune_db_task_results", min_age_days=30),
    ),
]
