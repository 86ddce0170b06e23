"""Pages of the newsletter, of those who get it, and of all that was mailed."""

import re
from smtplib import SMTP
from uuid import uuid4

import httpx

from tests.browser.shown.paths import Paths, path_in_mail
from tests.events.sending import SAID
from tests.journeys.given import NEXT_YEAR
from tests.journeys.site import COORDINATOR, PARTNER, Site, eventually, found, json_of
from tests.pictures import a_jpeg

ID = "[0-9a-f-]{36}"


def subscriptions(site: Site, paths: Paths) -> None:
    """One that nobody has confirmed yet, one that goes on, one that has ended."""
    asked, kept, ended = a_subscription(site), a_subscription(site), a_subscription(site)
    for each in (kept, ended):
        assert site.anybody.post(f"{each}/confirmation").status_code == 303
    assert site.anybody.post(f"{ended}/end").status_code == 303
    paths.anybody += [asked, ended, *(f"{kept}{part}" for part in ("", "/end", "/erasure"))]


def a_subscription(site: Site) -> str:
    email = f"olena.{uuid4().hex[:8]}@people.example"
    wish = {"email": email, "language": "uk", "wants_weekly": True, "consent": True}
    assert site.anybody.post("/api/subscriptions", json=wish).is_success
    return path_in_mail(site, email, r"http://\S+/subscriptions/\S+")


def newsletter(site: Site, paths: Paths) -> None:
    """An edition that still asks for contributions and has one, and one that was sent."""
    editor, partner = site.browser_of(COORDINATOR), site.browser_of(PARTNER)
    edition, sent = an_edition(editor), an_edition(editor)
    assert editor.post(f"{edition}/call").status_code == 303
    assert editor.post(f"{sent}/sending").status_code == 303
    said = {"language": "de", "title": "Nähcafé", "text": "Wir nähen.\n\nJeden Dienstag."}
    pictures = partner.post(f"{edition}/contributions/new", data=said).headers["location"]
    file = {"file": ("IMG_1.jpg", a_jpeg(), "image/jpeg")}
    assert partner.post(pictures, files=file, data=SAID).status_code == 303
    [picture] = set(re.findall(f"/portal/newsletter/pictures/{ID}", partner.get(pictures).text))
    own = pictures.removesuffix("/pictures")
    archived = found(r"(?<!/portal)/newsletter/\d+-[\w-]+", editor.get(sent).text)

    paths.anybody += [archived]
    paths.members += [f"{edition}/contributions/new", picture, *(f"{own}{part}" for part in ("", "/edit", "/pictures"))]
    paths.members += [f"{own}/texts/ar"]
    paths.coordinators += [f"{edition}{part}" for part in ("", "/edit", "/texts/ar", "/mail", "/sending")]
    paths.coordinators += [sent, f"{sent}/sending", own]


def an_edition(editor: httpx.Client) -> str:
    """Of the newsletter; the address of its editor."""
    words = {"title": "Herbst", "welcome": "Guten Tag,\n\nes wird kühl.", "language": "de"}
    choice = {
        "events.from_on": f"{NEXT_YEAR}-01-01",
        "events.until_on": f"{NEXT_YEAR}-12-31",
        "call_closes_on": f"{NEXT_YEAR}-09-10",
    }
    return editor.post("/portal/newsletter/new", data=words | choice).headers["location"]


def mails(site: Site, paths: Paths) -> None:
    """One that went out, and what somebody wrote back to where only reports should come."""
    mail = json_of(site.coordinator.get("/api/mails"), 200)["items"][0]
    sender = site.mailbox.list_for(mail["recipient"])[0].sender
    with SMTP("127.0.0.1", site.running.stack.intake_port) as smtp:
        smtp.sendmail("grace@people.example", [sender], "From: grace@people.example\r\n\r\nWo ist das?")
    coordinator = site.browser_of(COORDINATOR)
    received = eventually(
        lambda: re.search(f"/portal/mails/received/{ID}", coordinator.get("/portal/mails/received").text),
        what="What was written back",
    )
    assert received
    paths.coordinators += [f"/portal/mails/{mail['id']}", received.group()]
