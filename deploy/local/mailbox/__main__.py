"""`python -m deploy.local.mailbox`: SMTP and web in one process."""

import argparse
import asyncio
import logging
from pathlib import Path

import uvicorn

from deploy.local.mailbox.smtp import listen
from deploy.local.mailbox.store import Store
from deploy.local.mailbox.web import create_app

HOST = "127.0.0.1"


async def serve(*, directory: Path, port: int, smtp_port: int) -> None:
    """Runs until a signal comes."""
    # It would write each line of each conversation, with everybody's address.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    store = Store(directory)
    smtp = await listen(store, host=HOST, port=smtp_port)
    config = uvicorn.Config(create_app(store), host=HOST, port=port, access_log=False, timeout_keep_alive=75)
    await uvicorn.Server(config).serve()
    smtp.close()


parser = argparse.ArgumentParser(prog="python -m deploy.local.mailbox")
parser.add_argument("--directory", type=Path, required=True)
parser.add_argument("--port", type=int, required=True)
parser.add_argument("--smtp-port", type=int, required=True)
chosen = parser.parse_args()
asyncio.run(serve(directory=chosen.directory, port=chosen.port, smtp_port=chosen.smtp_port))
