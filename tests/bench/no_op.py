"""A POST that only reads its body, in an application like that of a service: `python -m tests.bench.no_op`."""

import os
from pathlib import Path
from uuid import UUID

from litestar import post

from services.registration.routes.registrations import Registered
from shared import processes, starting, telemetry
from shared.access import Who
from shared.application import create_application
from shared.messages.registration import RegistrationStatus
from shared.sessions import COPIED_IDENTITIES
from shared.settings import ServiceSettings, load
from shared.web import Request

ANSWER = Registered(id=UUID(int=0), status=RegistrationStatus.CONFIRMED)


@post("/api/registrations", who=Who.ANYONE)
async def do_nothing(request: Request) -> Registered:
    await request.body()
    return ANSWER


if __name__ == "__main__":
    telemetry.configure_logs("registration")
    settings = load(ServiceSettings, "registration", os.environ)
    app = create_application(
        service="registration",
        settings=settings,
        routes=[do_nothing],
        api="/api/registrations",
        pages=Path(__file__).parent,
        identities=COPIED_IDENTITIES,
    )
    starting.run(processes.serve(app, settings))
