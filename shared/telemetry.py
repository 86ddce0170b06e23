"""What an operator sees: structured logs with request and message ids, and figures for Prometheus."""

import logging
import sys

import structlog
from prometheus_client import Counter
from structlog.typing import Processor

# One id follows a request through logs, outbox, NATS and the other services.
TRACE_HEADER = "Trace-Id"

requests_answered = Counter("http_requests", "Requests answered.", ["method", "route", "status"])
messages_received = Counter(
    "messages_received", "Messages a consumer took, by what became of them.", ["consumer", "outcome"]
)


def configure_logs(service: str) -> None:
    """Write every log line of this process, ours or a library's, as one JSON object on standard output."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.EventRenamer("message"),
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # The edge writes the access log.
    logging.getLogger("uvicorn.access").disabled = True
    structlog.contextvars.bind_contextvars(service=service)


def trace_headers() -> dict[str, str]:
    """The headers that let a message carry on the trace of what caused it."""
    trace_id = structlog.contextvars.get_contextvars().get("trace_id")
    return {TRACE_HEADER: trace_id} if trace_id else {}
