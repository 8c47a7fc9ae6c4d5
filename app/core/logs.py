"""What goes into a log, by whatever hand, holds no identity number, no phone and no key of a private calendar feed."""

from __future__ import annotations

import logging
import re
from typing import Any

NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])")
# The address of a feed is its key; an access line would hand it to whoever reads the log.
FEED = re.compile(r"(?<=/feed/)[\w-]{20,}")
MASK = "***"
_plain = logging.getLogRecordFactory()
_formatter = logging.Formatter()


def init() -> None:
    """Mask numbers in every record of this process, the application's own and those of its libraries."""
    logging.setLogRecordFactory(_masked_record)


def masked(text: str) -> str:
    """Return a text with every number that may be somebody's masked."""
    return FEED.sub(MASK, NUMBER.sub(MASK, text))


def _masked_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _plain(*args, **kwargs)
    message = record.getMessage()
    if masked(message) != message:
        record.msg, record.args = masked(message), ()
    if record.exc_info and isinstance(record.exc_info, tuple):
        record.exc_text = masked(_formatter.formatException(record.exc_info))
    return record
