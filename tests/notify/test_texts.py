"""The operator says a mail in other words, without touching code, and sees it in all languages first."""

from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po

from services.notify.domain.letter import Letter
from services.notify.domain.mail import MailKind
from services.notify.domain.own_text import OwnText, Sentence
from services.notify.emails import Emails
from services.notify.emails.samples import SAMPLES
from services.notify.emails.sentences import IN_MANY, sentences_of
from services.notify.settings import Settings
from services.notify.tables import texts
from shared import translations
from shared.database import Pool
from shared.messages.events import MemberState, OrganisationState, Role
from shared.sessions import SESSION_COOKIE, sign_session
from shared.translations import LANGUAGE_CODES, plural_examples
from tests.notify.given import ORGANISATION, a_member, emails_of, hear

HEADING = Sentence(singular="You are signed up")
SUBJECT = Sentence(singular="You have a place: %(title)s")
ADDRESS = f"/portal/mails/texts/{MailKind.REGISTRATION_CONFIRMED}"


@pytest.fixture
async def coordinator(
    settings: Settings, pool: Pool, web: httpx.AsyncClient, environment: dict[str, str]
) -> MemberState:
    person = a_member(role=Role.COORDINATOR, name="Konrad")
    async with pool.acquire() as db:
        await hear(db, settings, OrganisationState(id=ORGANISATION, version=1, slug="awo", name="AWO"), person)
    key = environment["EVENTS_SESSION_PRIVATE_KEY"]
    web.cookies.set(SESSION_COOKIE, sign_session(person.id, private_key=key, now=datetime.now(UTC)))
    return person


async def kept(pool: Pool) -> list[OwnText]:
    async with pool.acquire() as db:
        return await texts.list_all(db)


def field(sentence: Sentence, number: int = 0) -> str:
    return f"{sentence.key}-{number}"


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_each_kind_has_a_sample_that_can_be_written_in_every_language(settings: Settings, code: str) -> None:
    for kind in MailKind:
        words = emails_of(settings).write(kind, code, SAMPLES[kind])

        assert words.subject, kind
        assert words.text.strip(), kind


def test_words_that_are_written_once_read_as_if_written_for_each(settings: Settings) -> None:
    emails = Emails(settings)

    for kind, number in product(MailKind, range(2)):
        context = SAMPLES[kind] | {"link": f"https://calendar.example/{number}?a=<b>&c"}
        assert emails.write_letter(kind, "ar", Letter(context=context)) == emails.write(kind, "ar", context), kind

    assert len(emails.written) == len(MailKind)


def test_who_is_told_something_else_gets_words_of_their_own(settings: Settings) -> None:
    kind = MailKind.REGISTRATION_CONFIRMED
    emails = Emails(settings)

    texts = {emails.write_letter(kind, "de", Letter(context=SAMPLES[kind] | {"party_size": n})).text for n in (2, 3)}

    assert len(texts) == 2


@pytest.mark.parametrize("kind", MailKind)
def test_every_sentence_of_a_mail_can_be_replaced(settings: Settings, kind: MailKind) -> None:
    """Whatever the mail says, apart from names and dates, stands in one of its own sentences or in a common one."""
    emails = emails_of(settings)
    every = [*sentences_of(emails.pages.environment, kind), *sentences_of(emails.pages.environment, IN_MANY)]
    own = [OwnText(sentence=each.singular, language="de", forms=forms_of(each)) for each in every]

    text = emails.with_own(own).write(kind, "de", SAMPLES[kind]).text

    assert "#" in text
    assert [said for said in ours() if said in text] == []


def forms_of(sentence: Sentence) -> list[str]:
    text = " ".join(["#", *(f"%({name})s" for name in sentence.placeholders)])
    return [text] * (2 if sentence.plural else 1)


@cache
def ours() -> list[str]:
    """All German texts that are long enough to be no name or date."""
    with (Path(translations.__file__).parent / "de.po").open("rb") as source:
        texts_in = [message.string for message in read_po(source, locale="de") if message.id]
    return [text for text in texts_in if isinstance(text, str) and len(text) > 12 and "%(" not in text]


async def test_a_sentence_in_own_words_stands_in_the_next_mail_and_only_in_its_language(
    settings: Settings, pool: Pool, web: httpx.AsyncClient, coordinator: MemberState
) -> None:
    answer = await web.post(ADDRESS, params={"language": "de"}, data={field(HEADING): "Schön, dass Sie kommen & <3"})
    assert answer.status_code == 303
    emails = Emails(settings)
    async with pool.acquire() as db:
        await emails.follow(db)

    german, english = (
        emails.write(MailKind.REGISTRATION_CONFIRMED, code, SAMPLES[MailKind.REGISTRATION_CONFIRMED])
        for code in ("de", "en")
    )

    assert german.text.startswith("Schön, dass Sie kommen & <3")
    assert "Schön, dass Sie kommen &amp; &lt;3" in german.html
    assert english.text.startswith("You are signed up")
    assert "Schön, dass Sie kommen & <3" in (await web.get(ADDRESS, params={"language": "de"})).text.replace(
        "&amp;", "&"
    ).replace("&lt;", "<")


async def test_an_emptied_field_brings_our_words_back(
    pool: Pool, web: httpx.AsyncClient, coordinator: MemberState
) -> None:
    for text in ("Bis bald", ""):
        await web.post(ADDRESS, params={"language": "de"}, data={field(HEADING): text})

    assert await kept(pool) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sie haben einen Platz", "%(title)s"),
        ("Sie haben einen Platz: %(title)s %(name)s", "%(name)s"),
        ("%(title)s zu 100 %", "%"),
        ("<b>%(title)s</b>", "HTML"),
    ],
)
async def test_what_cannot_be_filled_in_is_refused_by_name_and_stays_in_the_form(
    pool: Pool, web: httpx.AsyncClient, coordinator: MemberState, text: str, says: str
) -> None:
    for deed in ("save", "preview"):
        answer = await web.post(ADDRESS, params={"language": "de"}, data={field(SUBJECT): text, "deed": deed})

        assert answer.status_code == 422
        assert says in answer.text
        assert text.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert await kept(pool) == []


async def test_a_preview_shows_all_languages_in_these_words_and_keeps_nothing(
    pool: Pool, web: httpx.AsyncClient, coordinator: MemberState
) -> None:
    data = {field(HEADING): "Herzlich willkommen zum Tanz", "deed": "preview"}
    answer = await web.post(ADDRESS, params={"language": "de"}, data=data)

    assert answer.status_code == 200
    # In the field, in the German mail, and in those whose main lines are repeated in German: not in easy German.
    assert answer.text.count("Herzlich willkommen zum Tanz") == len(LANGUAGE_CODES)
    assert await kept(pool) == []


async def test_a_plural_is_said_in_all_its_forms_or_in_ours(
    pool: Pool, web: httpx.AsyncClient, coordinator: MemberState, settings: Settings
) -> None:
    [plural] = [each for each in sentences_of(Emails(settings).pages.environment, MailKind.BOOKING) if each.plural]
    forms = {field(plural, number): f"{number}" for number in range(len(plural_examples("ar")))}
    address = f"/portal/mails/texts/{MailKind.BOOKING}?language=ar"

    assert (await web.post(address, data=dict(list(forms.items())[:2]))).status_code == 422
    assert (await web.post(address, data=forms)).status_code == 303
    assert [each.forms for each in await kept(pool)] == [list(forms.values())]


async def test_the_frame_runs_nothing_and_fetches_nothing_from_elsewhere(
    web: httpx.AsyncClient, coordinator: MemberState
) -> None:
    answer = await web.get(f"{ADDRESS}/sample", params={"language": "ar"})

    assert 'dir="rtl"' in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_there_are_no_words_for_a_mail_that_is_not_sent(web: httpx.AsyncClient, coordinator: MemberState) -> None:
    assert (await web.get("/portal/mails/texts/nothing")).status_code == 404
    assert (await web.get("/portal/mails/texts")).status_code == 200
