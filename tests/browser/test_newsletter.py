"""A newsletter edition from the call to how it will look: partners on phones, an editor at a desk."""

from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.async_api import Page, expect

from tests.browser.given import IS_DRAWN, enter
from tests.browser.people import People
from tests.journeys.given import a_published_event
from tests.journeys.site import Site
from tests.pictures import encoded, two_halves

FORM_BYTES = 2 * 1024 * 1024
CARITAS, COORDINATOR, OTHER = "caritas-witten", "stabsstelle-integration", "helpkiosk"


async def test_partners_contribute_on_phones_and_an_editor_makes_an_edition_of_it(
    site: Site, people: People, tmp_path: Path
) -> None:
    a_published_event(site)
    # More than the edge lets through where no files are expected.
    (tmp_path / "IMG_1.jpg").write_bytes(encoded(Image.effect_noise((1400, 1000), 90).convert("RGB"), quality=100))
    assert (tmp_path / "IMG_1.jpg").stat().st_size > FORM_BYTES
    (tmp_path / "logo.png").write_bytes(encoded(two_halves(300, 100, "RGBA"), "PNG"))
    editor = await people.at_a_desk("de")
    await people.inspect(editor)
    await enter(editor, site, COORDINATOR)
    here = await begin(people, editor)

    german = await people.on_a_phone_without_scripts("de")
    await enter(german, site, CARITAS)
    await contribute(people, german, here, title="Nähcafé", text="Wir nähen.\n\nJeden Dienstag.", files=tmp_path)
    arabic = await people.on_a_phone("ar")
    await people.inspect(arabic)
    await enter(arabic, site, OTHER)
    await contribute(people, arabic, here, title="مقهى الخياطة", text="نخيط معًا كل ثلاثاء.", files=tmp_path)

    await order(people, editor, here)
    await translate(people, editor, here)
    await look_through(people, site, editor, here)
    await send(people, editor, here)
    await read(people, await people.on_a_phone("ar"))


async def begin(people: People, editor: Page) -> str:
    """Begin an edition and call for contributions; the address of its editor."""
    await editor.goto("/portal/newsletter")
    await editor.locator('main a[href="/portal/newsletter/new"]').click()
    await editor.locator("main form.form button").click()
    await expect(editor.locator("#problem-title")).to_be_visible()
    await people.look(editor)
    await editor.locator("[name=title]").fill("Herbst in der Nachbarschaft")
    await editor.locator("[name=welcome]").fill("Guten Tag,\n\nin unseren Häusern brennt Licht.")
    await editor.locator("[name=notices]").fill("Das Büro ist am Freitag zu.\n\nWir haben ein neues Telefon.")
    await editor.locator("[name=call_note]").fill("Gern über Nachbarinnen und Nachbarn.")
    await editor.locator("[name=call_closes_on]").fill("2099-09-10")
    await editor.locator("[name='events.from_on']").fill("2020-01-01")
    await editor.locator("[name='events.until_on']").fill("2099-12-31")
    await editor.locator("main form.form button").click()
    await expect(editor.locator("h1")).to_have_text("Herbst in der Nachbarschaft")
    await people.look(editor)
    here = editor.url
    await editor.locator(f'form[action="{here.removeprefix(people.base_url)}/call"] button').click()
    await expect(editor.locator("#call + p")).to_contain_text("gefragt")
    return here


async def contribute(people: People, page: Page, here: str, *, title: str, text: str, files: Path) -> None:
    await page.goto("/portal/newsletter")
    await people.look(page)
    await page.locator(f'main a[href="{urlsplit(here).path}/contributions/new"]').click()
    await page.locator("[name=link]").fill("javascript:alert(1)")
    await page.locator("main form.form button").click()
    for field in ("title", "text"):
        await expect(page.locator(f"#problem-{field}")).to_be_visible()
    await people.look(page)
    values = {"title": title, "text": text, "aim": "Begegnung", "place": "Haus der Jugend", "contact": "02302 123"}
    for name, value in {**values, "link": "https://awo.example/cafe"}.items():
        await page.locator(f"[name={name}]").fill(value)
    await page.locator("main form.form button").click()
    await page.locator("[name=file]").set_input_files(files / "IMG_1.jpg")
    await page.locator("[name=alt]").fill("Rot und Blau")
    await page.locator("[name=credit]").fill("Olena K.")
    await page.locator("[name=released]").check()
    await page.locator("main form.form button").click()
    await expect(page.locator("main li img")).to_have_js_property("naturalWidth", 480)
    await page.locator("[name=file]").set_input_files(files / "logo.png")
    await page.locator("[name=alt]").fill("Logo")
    await page.locator("[name=is_logo]").check()
    await page.locator("[name=released]").check()
    await page.locator("main form.form button").click()
    await expect(page.locator("main li img")).to_have_count(2)
    await people.look(page)
    await page.locator('main p > a.button[href*="/contributions/"]').click()
    await expect(page.locator("article h2")).to_have_text(title)
    await people.look(page)


async def order(people: People, editor: Page, here: str) -> None:
    """Take both in, the second one first."""
    await editor.goto(here)
    for _ in range(2):
        await editor.locator("form:has(input[value=accepted]) button").first.click()
    await expect(editor.locator("form:has(input[value=accepted])")).to_have_count(0)
    await editor.locator('form[action$="/position"] button').first.click()
    await expect(editor.locator("ol h3").first).to_have_text("مقهى الخياطة")
    await people.look(editor)


async def translate(people: People, editor: Page, here: str) -> None:
    """The edition's own words, and a contribution, beside the original."""
    await editor.goto(here)
    await editor.locator('aside a[href$="/texts/ar"]').click()
    await editor.locator("[name=title]").fill("خريف الحي")
    await editor.locator("[name=welcome]").fill("أهلًا وسهلًا،\n\nتضيء الأنوار بيوتنا.")
    await people.look(editor)
    await editor.locator("main form.form button").click()
    await editor.locator("ol h3 a").last.click()
    await editor.locator('aside a[href$="/texts/ar"]').click()
    await editor.locator("[name=title]").fill("مقهى")
    await editor.locator("main form.form button").click()
    await expect(editor.locator("#problem-text")).to_be_visible()
    await people.look(editor)


async def look_through(people: People, site: Site, editor: Page, here: str) -> None:
    """As a mail, on the web and as PDF, also in languages that the editor does not read."""
    for code in ("de", "ar"):
        await editor.goto(f"{here}/mail?language={code}")
        frame = editor.frame_locator("iframe")
        image = frame.locator("img").first
        await image.scroll_into_view_if_needed()
        assert await image.evaluate(IS_DRAWN)
        await expect(editor.locator("pre")).to_contain_text("مقهى الخياطة")
        await people.look(editor)
    await editor.goto(here)
    address = await editor.locator('aside a[href^="/newsletter/"]').first.get_attribute("href")
    assert address
    phone = await people.on_a_phone("ar")
    await enter(phone, site, COORDINATOR)
    for page in (editor, phone):
        for code in ("de", "ar"):
            await page.goto(f"{address}?language={code}")
            await expect(page.locator("article")).to_have_count(2)
            image = page.locator("figure img").first
            await image.scroll_into_view_if_needed()
            assert await image.evaluate(IS_DRAWN)
            await people.look(page)
    pdf = await editor.request.get(f"{address}.pdf?language=ar")
    assert (await pdf.body()).startswith(b"%PDF-")


async def send(people: People, editor: Page, here: str) -> None:
    await editor.goto(here)
    await editor.locator('aside a[href$="/sending"]').click()
    await people.look(editor)
    await editor.locator('main form[action$="/sending"] button').click()
    await expect(editor.locator("main progress")).to_be_visible()
    await editor.goto(here)
    await people.look(editor)


async def read(people: People, anybody: Page) -> None:
    """From the archive, without having logged in."""
    await anybody.goto("/newsletter")
    await anybody.locator('main a[href^="/newsletter/"]', has_text="خريف الحي").first.click()
    await expect(anybody.locator("h1")).to_have_text("خريف الحي")
    image = anybody.locator("figure img").first
    await image.scroll_into_view_if_needed()
    assert await image.evaluate(IS_DRAWN)
    await people.look(anybody)
