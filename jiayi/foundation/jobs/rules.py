"""When work that runs by itself is due. Pure."""

import datetime as dt

RETRY_AFTER = dt.timedelta(hours=1)


def is_due(
    *,
    every: dt.timedelta | None,
    daily_at: dt.time | None,
    now: dt.datetime,
    last_tried_at: dt.datetime | None,
    last_done_at: dt.datetime | None,
) -> bool:
    """Whether an entry of the timetable runs now; `now` and `daily_at` in the same local time.

    Daily work that was missed (the machine was off) runs as soon as it can; that failed, again after an hour.
    """
    if every is not None:
        return last_tried_at is None or now - last_tried_at >= every
    if daily_at is None:
        return False
    latest = dt.datetime.combine(now.date(), daily_at, now.tzinfo)
    if latest > now:
        latest -= dt.timedelta(days=1)
    if last_done_at is not None and last_done_at >= latest:
        return False
    return last_tried_at is None or now - last_tried_at >= RETRY_AFTER or last_tried_at < latest
