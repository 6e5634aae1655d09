"""How log lines look: one JSON object each, or in colours when a person watches the terminal."""

from __future__ import annotations

import sys
from typing import Any

import structlog
from structlog.typing import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    # No other extras of the standard library's lines: Django adds the request, whose URL may hold a
    # key or a shopper's words.
    structlog.stdlib.ExtraAdder(allow=("status_code",)),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(level: str, *, pretty: bool | None = None) -> dict[str, Any]:
    """Django's LOGGING: everything at `level` and above goes to stderr.

    Lines of the standard library and of structlog look alike and both carry the request's context.
    `pretty` None means pretty when stderr is a terminal.
    """
    if pretty is None:
        pretty = sys.stderr.isatty()
    closing: list[Processor] = (
        [structlog.dev.ConsoleRenderer()]
        if pretty
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *closing,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": level.upper(), "propagate": True},
            # The client logs one line for every call to a node.
            "elastic_transport": {"level": "WARNING"},
            # It brings a handler of its own, so its lines would come twice.
            "spacy": {"level": "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Sends structlog's lines through the standard library, so that LOGGING rules them too."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
