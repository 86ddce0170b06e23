"""What an organiser asks, on a phone: with scripts only what concerns one is shown, without them all of it works."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.given import log_in
from tests.browser.people import People
from tests.journeys.given import an_open_event, roster_of, set_for
from tests.journeys.site import Site

FOOD = {
    "id": "food",
    "kind": "choice",
    "text": "Was essen Sie?",
    "texts": {"ar": "ماذا تأكلون؟"},
    "options": ["Alles", "Vegetarisch"],
    "option_texts": {"ar": ["كل شيء", "نباتي"]},
    "is_required": True,
}
NUTS = {
    "id": "nuts",
    "kind": "text",
    "text": "Gibt es Allergien?",
    "texts": {"ar": "هل لديكم حساسية؟"},
    "only_if": {"question": "food", "answer": "Vegetarisch"},
}
FAMILY = ["ليلى حداد", "سامي حداد", "نور حداد", "رنا حداد", "عمر حداد"]


async def fill_in(page: Page, email: str, *, people: int) -> None:
    await page.locator("[name=name]").fill(FAMILY[0])
    await page.locator("[name=name]").blur()
    await page.locator("[name=email]").fill(email)
    await page.locator("[name=party_size]").fill(str(people))
    await page.locator("[name=consent]").check()


async def test_a_family_of_five_signs_up_in_arabic_on_a_phone(site: Site, people: People) -> None:
    event = an_open_event(site)
    set_for(site, event, questions=[FOOD, NUTS], asks_names=True, note="Bitte Hausschuhe mitbringen.")
    page = await people.on_a_phone("ar")
    email = f"laila.{uuid4().hex[:8]}@people.example"
    await page.goto(f"/register/{event['slug']}")
    await people.look(page)

    nuts = page.get_by_label(NUTS["texts"]["ar"])  # type: ignore[index]  # a dict
    await expect(nuts).to_be_hidden()
    await fill_in(page, email, people=5)
    names = page.locator("#field-attendees, [id^=field-attendees-]")
    await expect(names).to_have_count(5)
    await expect(names.first).to_have_value(FAMILY[0])
    for place, name in enumerate(FAMILY):
        await names.nth(place).fill(name)
    await page.get_by_label("نباتي").check()
    await expect(nuts).to_be_visible()
    await nuts.fill("نعم")
    await people.look(page)
    await page.locator("main form .button-primary").click()
    await page.wait_for_url("**/received?*")
    await people.look(page)

    [registration] = [each for each in roster_of(site, event).values() if each["email"] == email]
    assert (registration["party_size"], registration["status"]) == (5, "confirmed")
    assert registration["attendees"] == FAMILY
    assert registration["answers"] == {"food": "Vegetarisch", "nuts": "نعم"}


async def test_without_scripts_all_is_asked_and_a_mistake_loses_nothing(site: Site, people: People) -> None:
    event = an_open_event(site)
    set_for(site, event, questions=[FOOD, NUTS], asks_names=True)
    page = await people.on_a_phone_without_scripts("uk")
    email = f"olena.{uuid4().hex[:8]}@people.example"
    await page.goto(f"/register/{event['slug']}")
    await expect(page.get_by_label(str(NUTS["text"]))).to_be_visible()

    await fill_in(page, email, people=2)
    await page.locator("[name=attendees]").fill("Olena\nTaras")
    await page.locator("main form .button-primary").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await people.look(page)
    await page.get_by_label("Vegetarisch").check()
    await page.locator("main form .button-primary").click()
    await page.wait_for_url("**/received?*")

    [registration] = [each for each in roster_of(site, event).values() if each["email"] == email]
    assert (registration["attendees"], registration["answers"]) == (["Olena", "Taras"], {"food": "Vegetarisch"})


async def test_several_dates_of_a_series_are_ticked_at_once(site: Site, people: People) -> None:
    event = an_open_event(site, recurrence={"rule": "FREQ=WEEKLY;COUNT=4"}, capacity=3)
    page = await people.on_a_phone("de")
    email = f"ada.{uuid4().hex[:8]}@people.example"
    await page.goto(f"/register/{event['slug']}")
    await fill_in(page, email, people=2)
    await page.locator("[name=dates]").nth(0).check()
    await page.locator("[name=dates]").nth(2).check()
    await people.look(page)
    await page.locator("main form .button-primary").click()
    await page.wait_for_url("**/received?*")
    await people.look(page)

    dates = [each for each in roster_of(site, event).values() if each["email"] == email]
    assert [each["status"] for each in dates] == ["confirmed", "confirmed"]


async def test_an_organiser_writes_a_question_and_sees_it_on_the_form(site: Site, people: People) -> None:
    event = an_open_event(site)
    page = await people.at_a_desk()
    await log_in(page, site, "caritas-witten")
    await page.goto(f"/portal/events/{event['id']}")
    await page.get_by_role("link", name="Settings of the sign-up").click()
    await people.look(page)
    await page.get_by_role("link", name="Ask your own questions").click()
    await page.get_by_role("link", name="Add a question").click()
    await page.get_by_label("Question", exact=True).first.fill("Brauchen Sie Kinderbetreuung?")
    await expect(page.locator("[name=options]")).to_be_hidden()
    await page.get_by_label("Kind of answer").select_option("choice")
    await page.locator("[name=options]").fill("Ja\nNein")
    await people.look(page)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Brauchen Sie Kinderbetreuung?")).to_be_visible()
    await people.look(page)

    await page.get_by_role("link", name="Look at the form").click()

    await expect(page.get_by_role("group", name="Brauchen Sie Kinderbetreuung?")).to_be_visible()
