"""Log lines that a machine can read and that carry nothing of a person: no address, no text, no name."""

import json
import logging
from datetime import UTC, datetime


class Line(logging.Formatter):
    """One JSON object a line: when, level, logger, and what failed where; never the message's values."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Of an exception: its type and the place, since its text may quote a form."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": str(record.msg),  # the template, without the values that %-arguments would fill in
        }
        if code := getattr(record, "status_code", None):
            line["code"] = code
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__qualname__
            line["where"] = innermost(record)
        return json.dumps(line)


def innermost(record: logging.LogRecord) -> str:
    """Return `module.py:line` of the frame in which a logged exception was raised."""
    trace = record.exc_info[2] if record.exc_info else None
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
