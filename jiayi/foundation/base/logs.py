"""Structured logs: one JSON object a line, with the request's id, without personal numbers."""

import datetime as dt
import json
import logging
import re

from .request import current
from .scrubbing import scrub

# PostgreSQL shows the row that broke a law, names and all, in these lines of its messages.
_DETAILS = re.compile(r"^(?:DETAIL|CONTEXT|HINT):.*$\n?", re.MULTILINE)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; line breaks and control characters in it are escaped, numbers scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": current().id,
            "message": scrub(record.getMessage()),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = _DETAILS.sub("", scrub(self.formatException(record.exc_info)))
        return json.dumps(entry, ensure_ascii=False)
