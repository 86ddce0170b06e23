"""An edition as all can read it: on the web, as PDF with sharp pictures, and in the archive."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import httpx
import pikepdf
import pytest

from services.notify.commands.send_edition import send_edition
from services.notify.domain.edition import Edition
from services.notify.tables import contribution_pictures, editions
from shared import copies
from shared.database import Pool
from shared.messages.events import Role
from shared.pages import unbroken
from shared.picture_files import NewPictureOrLogo
from shared.pictures import prepare_logo, prepare_photo
from shared.sessions import Principal
from shared.translations import LANGUAGE_CODES
from tests.notify.editions import a_contribution, an_edition
from tests.notify.given import ORGANISATION, an_event, an_organisation
from tests.notify.portal import log_in
from tests.pictures import a_jpeg, encoded, two_halves

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
NOW = datetime(2027, 10, 3, 12, tzinfo=UTC)
ADA = Principal(organisation_id=ORGANISATION, organisation_name="AWO", role=Role.MEMBER, name="Ada", member_id=uuid4())


async def a_published_edition(pool: Pool, **changes: Any) -> Edition:
    """With an event, and a contribution with a large photo, a small one and a logo."""
    async with pool.acquire() as db, db.transaction():
        edition = await an_edition(db, **changes)
        await copies.keep(db, an_organisation(version=edition.number))
        await copies.keep(db, an_event(id=uuid4()))
        contribution_id = await a_contribution(db, edition.id)
        for content, is_logo in ((a_jpeg(4000, 3000), False), (a_jpeg(500, 800), False), (logo(), True)):
            new = NewPictureOrLogo(file=b"", alt="Rot und Blau", credit="Olena K.", released=True, is_logo=is_logo)
            files = prepare_logo(content) if is_logo else prepare_photo(content)
            await contribution_pictures.insert(
                db, contribution_id, new, files, position=1, released_by=ADA, released_at=NOW
            )
        await send_edition(db, edition.id, now=NOW)
        return await editions.get(db, edition.id)


def logo() -> bytes:
    return encoded(two_halves(300, 100, "RGBA"), "PNG")


async def test_an_edition_is_for_all_once_it_is_being_sent_and_before_for_coordinators(
    web: httpx.AsyncClient, pool: Pool, environment: dict[str, str]
) -> None:
    member = await log_in(pool, environment)
    coordinator = await log_in(pool, environment, role=Role.COORDINATOR, organisation_id=uuid4())
    async with pool.acquire() as db, db.transaction():
        edition = await an_edition(db)
    addresses = [f"/newsletter/{edition.slug}{ending}" for ending in ("", ".pdf")]

    for by, status in (({}, 404), (member, 404), (coordinator, 200)):
        assert [(await web.get(address, headers=by)).status_code for address in addresses] == [status] * 2
    assert "Only coordinators see this page" in (await web.get(addresses[0], headers=coordinator)).text
    async with pool.acquire() as db, db.transaction():
        await send_edition(db, edition.id, now=NOW)

    assert [(await web.get(address)).status_code for address in addresses] == [200] * 2
    assert "Only coordinators" not in (await web.get(addresses[0], headers={"Accept-Language": "en"})).text


async def test_it_is_in_the_reader_s_language_where_it_can_be_and_else_says_in_which_it_is(
    web: httpx.AsyncClient, pool: Pool
) -> None:
    edition = await a_published_edition(pool)
    address = f"/newsletter/{edition.slug}"

    ukrainian = (await web.get(address, headers={"Accept-Language": "uk"})).text
    arabic = await web.get(f"{address}?language=ar", headers={"Accept-Language": "de"})

    assert '<h1 lang="uk"><bdi>Осінь у Віттені</bdi></h1>' in ukrainian
    assert '<h2 lang="de"><bdi>Nähcafé eröffnet</bdi></h2>' in ukrainian
    assert '<span class="badge badge-neutral">Deutsch</span>' in ukrainian
    assert '<html lang="ar" dir="rtl">' in arabic.text
    assert '<h2 lang="ar"><bdi>افتتاح مقهى الخياطة</bdi></h2>' in arabic.text
    assert "set-cookie" not in arabic.headers


async def test_it_shows_photos_in_full_with_who_took_them_and_the_events(web: httpx.AsyncClient, pool: Pool) -> None:
    edition = await a_published_edition(pool)
    page = (await web.get(f"/newsletter/{edition.slug}", headers={"Accept-Language": "en"})).text

    assert page.count('<figure class="picture">') == 2
    assert 'width="1600" height="1200"' in page
    assert "Olena K." in page
    assert "/original-" in page
    assert "Fest der Nachbarn" in page
    assert unbroken("Saturday, 17 October 2099") in page


async def test_a_picture_that_was_taken_away_is_gone_from_web_and_pdf(web: httpx.AsyncClient, pool: Pool) -> None:
    edition = await a_published_edition(pool)
    address = f"/newsletter/{edition.slug}"
    await web.get(f"{address}.pdf")
    await pool.execute("DELETE FROM contribution_pictures WHERE NOT is_logo")

    assert '<figure class="picture">' not in (await web.get(address)).text
    assert len(images(opened(await web.get(f"{address}.pdf")))) == 1
    await pool.execute("UPDATE contributions SET state = 'left_out'")
    assert "organisation-logo" not in (await web.get(address)).text


async def test_the_pdf_has_its_pictures_as_sharp_as_paper_shows_them(web: httpx.AsyncClient, pool: Pool) -> None:
    edition = await a_published_edition(pool)

    answer = await web.get(f"/newsletter/{edition.slug}.pdf?language=uk")
    document = opened(answer)

    assert answer.headers["content-type"] == "application/pdf"
    assert sorted(images(document)) == [(300, 100), (500, 800), (1950, 1463)]
    assert str(document.Root.Lang) == "uk"
    assert str(document.docinfo.Title) == "Осінь у Віттені"
    assert {"https://awo.example/naehcafe", "https://win.example/events/fest"} <= links(document)
    again = await web.get(
        f"/newsletter/{edition.slug}.pdf?language=uk", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("code", LANGUAGE_CODES)
async def test_the_pdf_can_be_set_whatever_people_wrote(web: httpx.AsyncClient, pool: Pool, code: str) -> None:
    async with pool.acquire() as db, db.transaction():
        edition = await an_edition(db, title="#let x = 1", welcome="$ *fett* [x] \\ @ref\n\n" + "x" * 3000)
        await a_contribution(db, edition.id, title="Lang" * 30, text='= Kapitel\n#image("/etc/passwd")\n' + "ÄÖ" * 2000)
        await send_edition(db, edition.id, now=NOW)

    document = opened(await web.get(f"/newsletter/{edition.slug}.pdf?language={code}"))

    assert len(document.pages) >= 2
    assert len(document.pages) <= 8


async def test_the_archive_is_news_for_feed_readers(web: httpx.AsyncClient, pool: Pool) -> None:
    empty = await web.get("/newsletter.atom")
    assert ET.fromstring(empty.content).findall("atom:entry", ATOM) == []
    for title in ("Frühling", "Herbst"):
        await a_published_edition(pool, title=title)
    async with pool.acquire() as db, db.transaction():
        await an_edition(db, title="Noch geheim")

    answer = await web.get("/newsletter.atom?lang=en")
    feed = ET.fromstring(answer.content)

    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert feed.findtext("atom:title", namespaces=ATOM) == "Newsletter of Wittener Internationales Netzwerk"
    entries = feed.findall("atom:entry", ATOM)
    assert [entry.findtext("atom:title", namespaces=ATOM) for entry in entries] == ["Herbst", "Frühling"]
    assert [entry.findtext("atom:updated", namespaces=ATOM) for entry in entries] == ["2027-10-03T12:00:00Z"] * 2
    archive = (await web.get("/newsletter", headers={"Accept-Language": "de"})).text
    assert archive.index("Herbst") < archive.index("Frühling")
    assert ('href="/newsletter/2-herbst"' in archive, "Noch geheim" in archive) == (True, False)
    known = {"If-None-Match": answer.headers["etag"]}
    assert (await web.get("/newsletter.atom?lang=en", headers=known)).status_code == 304


def opened(answer: httpx.Response) -> pikepdf.Pdf:
    assert answer.status_code == 200
    return pikepdf.open(io.BytesIO(answer.content))


def images(document: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Of all pages, each once, without the masks of transparent ones."""
    found = {image.objgen: image for page in document.pages for image in page.get_images().values()}
    return [(int(image.Width), int(image.Height)) for image in found.values()]


def links(document: pikepdf.Pdf) -> set[str]:
    return {
        str(note.A.URI)
        for page in document.pages
        for note in page.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    }
