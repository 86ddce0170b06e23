"""A partner writes from a phone to those who signed up, and sees first what will go to whom."""

from playwright.async_api import expect

from tests.browser.given import log_in
from tests.browser.people import People
from tests.journeys.given import a_person, an_open_event, sign_up
from tests.journeys.site import Site


async def test_a_partner_looks_at_the_words_changes_them_and_sends_them_once(site: Site, people: People) -> None:
    event = an_open_event(site)
    readers = [a_person(event, language=language) for language in ("ar", "en")]
    for reader in readers:
        sign_up(site, reader)
        site.mailbox.wait_for(reader["email"], about=event["title"])
    page = await people.on_a_phone_without_scripts()
    await log_in(page, site, "caritas-witten")

    await page.goto(f"/portal/rosters/{event['id']}")
    await page.get_by_role("link", name="Write to those who signed up").click()
    await page.get_by_label("Those who have a place (2)").check()
    await page.get_by_label("Subject line").fill("Bring cups")
    await page.get_by_label("Your message").fill("We have none.\n\nSee you!")
    await people.look(page)
    await page.get_by_role("button", name="Show what will be sent").click()
    await expect(page.get_by_role("heading", name="Bring cups")).to_be_visible()
    await people.look(page)
    await page.get_by_role("button", name="Change it").click()
    await page.get_by_label("Subject line").fill("Please bring cups")
    await page.get_by_role("button", name="Show what will be sent").click()
    await page.get_by_role("button", name="Send 2 mails").dblclick()

    await expect(page.get_by_text("Please bring cups")).to_have_count(1)
    await people.look(page)
    for reader in readers:
        mail = site.mailbox.wait_for(reader["email"], about="Please bring cups")
        assert event["title"] in mail.subject
        assert "> We have none.\n> \n> See you!" in mail.text.replace("\r\n", "\n")
        assert f'<html lang="{reader["language"]}"' in mail.html
    site.wait_until_quiet()
    assert [len(site.mailbox.list_for(reader["email"])) for reader in readers] == [2, 2]
