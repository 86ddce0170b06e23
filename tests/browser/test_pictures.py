"""Pictures and flyers as a partner adds them, and as people see them."""

from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.given import IS_DRAWN, log_in
from tests.browser.people import People
from tests.journeys.given import a_published_event
from tests.journeys.site import Site
from tests.pictures import a_jpeg, a_pdf, from_a_phone, saved


async def test_a_partner_adds_a_picture_and_a_flyer_and_people_see_them(
    site: Site, people: People, tmp_path: Path
) -> None:
    event = a_published_event(site)
    (tmp_path / "IMG_1.jpg").write_bytes(from_a_phone())
    (tmp_path / "flyer.pdf").write_bytes(saved(a_pdf(2)))
    page = await people.on_a_phone_without_scripts()
    await log_in(page, site, "caritas-witten")

    await page.goto(f"/portal/events/{event['id']}")
    await page.get_by_role("link", name="Pictures").click()
    await page.get_by_role("button", name="Add the picture").click()
    for field in ("file", "alt", "released"):
        await expect(page.locator(f"#problem-{field}")).to_be_visible()
    await people.look(page)
    await page.get_by_label("File").set_input_files(tmp_path / "IMG_1.jpg")
    await page.get_by_label("What the picture shows").fill("Red and blue")
    await page.get_by_label("Who took it").fill("Olena K.")
    await page.get_by_label("I may publish this picture").check()
    await page.get_by_role("button", name="Add the picture").click()
    await expect(page.locator("main li img")).to_have_js_property("naturalWidth", 480)
    await people.look(page)
    await page.goto(f"/portal/events/{event['id']}/flyers")
    await page.get_by_label("File").set_input_files(tmp_path / "flyer.pdf")
    await page.get_by_label("Title of the flyer").fill("Invitation")
    await page.get_by_role("button", name="Add the flyer").click()
    await expect(page.get_by_role("link", name="Open the file Invitation")).to_be_visible()
    await people.look(page)

    for visitor in (await people.at_a_desk(), await people.on_a_phone("ar")):
        await visitor.goto(f"/events/{event['slug']}")
        image = visitor.get_by_alt_text("Red and blue")
        await image.scroll_into_view_if_needed()
        assert await image.evaluate(IS_DRAWN)
        await people.look(visitor)
        async with visitor.expect_download() as download:
            await visitor.locator("figcaption a[download]").click()
        assert (await download.value).suggested_filename.startswith("original-")
        flyer = await visitor.request.get(await address_of_flyer(visitor))
        assert flyer.headers["content-type"] == "application/pdf"


async def test_a_file_of_100_megabytes_gets_an_answer_that_people_can_read(
    site: Site, people: People, tmp_path: Path
) -> None:
    event = a_published_event(site)
    large = tmp_path / "IMG_2.jpg"
    large.write_bytes(a_jpeg() + bytes(100_000_000))
    page = await people.at_a_desk()
    await log_in(page, site, "caritas-witten")

    await page.goto(f"/portal/events/{event['id']}/pictures")
    await page.get_by_label("File").set_input_files(large)
    await page.get_by_role("button", name="Add the picture").click()

    await expect(page.get_by_role("heading", name="This file is too large")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("A picture may have at most 25 MB")
    await people.look(page)


async def address_of_flyer(page: Page) -> str:
    address = await page.get_by_role("link", name="Invitation").get_attribute("href")
    assert address
    return address
