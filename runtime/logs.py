"""Structured logs: one line an event, JSON or coloured, with the correlation id of what caused it."""

import logging
import sys
from typing import Any

import structlog

log = structlog.get_logger("ipro")


def configure(style: str, process: str) -> None:
    """`style` is json or console. Libraries' own logs join ours from WARNING on."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=False) if style == "console" else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last], foreign_pre_chain=shared[1:]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # nameko logs each handler's exception with its arguments, which may be personal; the chassis logs its own
    logging.getLogger("nameko.containers").setLevel(logging.CRITICAL)
    structlog.contextvars.bind_contextvars(process=process)
