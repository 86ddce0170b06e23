"""The mails on the narrowest phones: nobody scrolls sideways, whatever people typed."""

from html import escape

import pytest
from playwright.async_api import Browser

from services.notify.emails import Emails
from services.notify.settings import Settings
from tests.notify.given import an_event
from tests.notify.kinds import contexts

NARROWEST = 320
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenausstellungseröffnung"
# Words need no server.
SETTINGS = Settings(
    database_url="postgres://nowhere",
    nats_url="nats://nowhere",
    base_url="https://calendar.witten.example",
    port=1,
    session_public_key="A" * 43,
    network_name="Wittener Internationales Netzwerk",
    network_short_name="WIN",
    network_time_zone="Europe/Berlin",
    network_email="network@witten.example",
    smtp_url="smtp://nowhere",
    notify_from="calendar@witten.example",
)
WIDTHS = "frames => frames.map((frame) => [frame.title, frame.contentDocument.documentElement.scrollWidth])"


# Those with the longest words, and one of each direction and script.
@pytest.mark.parametrize("code", ["de", "uk", "ar"])
async def test_no_mail_is_wider_than_the_narrowest_phone(chromium: Browser, code: str) -> None:
    emails = Emails(SETTINGS)
    mails = [(kind, emails.write(kind, code, context).html) for kind, context in contexts(an_event(title=LONG))]
    page = await chromium.new_page()
    await page.set_content(
        "".join(
            f'<iframe title="{kind}" style="inline-size:{NARROWEST}px;border:0" srcdoc="{escape(html)}"></iframe>'
            for kind, html in mails
        )
    )

    widths = await page.locator("iframe").evaluate_all(WIDTHS)
    await page.close()

    assert len(widths) == len(mails)
    assert [(kind, width) for kind, width in widths if width != NARROWEST] == []
