"""What the events service needs to know."""

import socket
from typing import Annotated

from msgspec import Meta

from services.events import statements
from shared.settings import ServiceSettings


class Settings(ServiceSettings, frozen=True, kw_only=True):
    # Signs sessions; only this service has it.
    session_private_key: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}$")]
    # Where the feed publisher writes, and the edge reads.
    feeds_directory: str
    # The edge's log of feed requests, for the feed publisher beside it, and what the edge is called.
    feeds_log: str = ""
    # How many days before a date its organisers are asked whether it takes place; 0: never.
    still_on_days: Annotated[int, Meta(ge=0, le=60)] = 5
    edge_name: Annotated[str, Meta(min_length=1, max_length=80)] = socket.gethostname()
    # What the operator says in imprint, privacy page and accessibility statement; `deploy/statements.toml` shows how.
    statements_file: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            statements.read(self.statements_file)
        except ValueError as error:
            raise ValueError(f"statements_file: {error}") from None
