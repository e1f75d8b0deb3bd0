"""The logger that Slack's libraries are given: what went wrong, never with what."""

from __future__ import annotations

import logging


class _WithoutContent(logging.Filter):
    """The libraries put payloads, answers and socket tickets behind a bracket or a colon, and into tracebacks."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = record.getMessage().partition("(")[0].partition(":")[0].strip()
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


def quiet() -> logging.Logger:
    """It tells of errors alone, each without what stands behind it."""
    logger = logging.getLogger("coreflect.slack.sdk")
    if not logger.filters:
        logger.addFilter(_WithoutContent())
        logger.setLevel(logging.ERROR)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return logger
