"""What must not reach a log."""

from __future__ import annotations

import logging
import re

LINK = re.compile(r"(/my/)[^/\s]+")


class NoSecretLinks(logging.Filter):
    """Strike out the secret link of a matter: whoever reads it may act as the reporter."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the message together, without what must not be read; let every message through."""
        record.msg, record.args = LINK.sub(r"\1…", record.getMessage()), ()
        return True
