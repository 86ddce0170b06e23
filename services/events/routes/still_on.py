"""Whether a date still takes place: a page with one button, for whoever has the link from the mail."""

from datetime import UTC, datetime

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from services.events.commands.confirm_still_on import confirm_still_on
from services.events.domain.occurrence_dates import dates_of
from services.events.domain.still_on import QuestionOver
from services.events.tables import events, occurrences, still_on
from shared.access import Who
from shared.sessions import digest_of
from shared.web import Request, Transaction, page, see_other


@get("/still-on/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def show_question(request: Request, db: Transaction, token: FromPath[str]) -> Response[str]:
    question = await still_on.find_open(db, digest_of(token), now=datetime.now(UTC))
    if question is None:
        raise QuestionOver
    event = await events.get(db, question.event_id)
    stored = await occurrences.list_stored(db, event.id)
    return page(
        request,
        "still_on.html",
        token=token,
        event=event,
        date=next(dates_of(event, each) for each in stored if each.id == question.occurrence_id),
        answered_at=question.answered_at,
        zone=request.app.state.settings.zone,
    )


@post("/still-on/{token:str}", who=Who.ANYONE, include_in_schema=False)
async def create_confirmation(db: Transaction, token: FromPath[str]) -> Redirect:
    await confirm_still_on(db, token)
    return see_other(f"/still-on/{token}")
