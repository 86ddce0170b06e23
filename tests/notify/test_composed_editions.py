"""What stands in an edition: for each reader in their language where it can be, and once sent, for ever."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from msgspec import structs

from services.notify.commands.compose_edition import compose_edition
from services.notify.commands.send_edition import send_edition
from services.notify.domain.contribution import ContributionState
from services.notify.domain.edition import AlreadyPublished, EditionState, EventChoice
from services.notify.settings import Settings
from services.notify.tables import contributions, editions
from shared.database import Connection
from shared.messages.event_details import Audience, EventText, OccurrenceStatus
from shared.messages.events import EventStatus
from tests.notify.editions import OCTOBER, a_contribution, an_edition
from tests.notify.given import a_series, an_event, an_organisation, hear


async def test_each_text_is_in_the_reader_s_language_or_else_as_it_was_written(
    db: Connection, settings: Settings
) -> None:
    await hear(db, settings, an_organisation())
    edition = await an_edition(db)
    await a_contribution(db, edition.id)

    found = {code: await compose_edition(db, edition.id, code) for code in ("de", "uk", "ar")}

    assert {code: each.text.title for code, each in found.items()} == {
        "de": "Herbst in Witten",
        "uk": "Осінь у Віттені",
        "ar": "Herbst in Witten",
    }
    assert {code: each.contributions[0].language for code, each in found.items()} == {
        "de": "de",
        "uk": "de",
        "ar": "ar",
    }
    assert found["de"].contributions[0].organisation_name == "AWO Witten"
    assert found["de"].notices == ["Das Büro ist zu.", "Wir ziehen um."]


async def test_only_what_the_editor_accepted_is_in_it_and_in_their_order(db: Connection) -> None:
    edition = await an_edition(db)
    first, second = [await a_contribution(db, edition.id, title=title) for title in ("Eins", "Zwei")]
    for state in (ContributionState.OFFERED, ContributionState.LEFT_OUT):
        await a_contribution(db, edition.id, state=state, title="Nicht")

    await contributions.put_in_order(db, [second, first])

    composed = await compose_edition(db, edition.id, "de")
    assert [each.title for each in composed.contributions] == ["Zwei", "Eins"]


async def test_the_events_of_its_days_are_listed_each_once_on_its_first_date(
    db: Connection, settings: Settings
) -> None:
    series = a_series(slug="kurs", title="Kurs")
    [first, *rest] = series.occurrences
    series = structs.replace(series, occurrences=[structs.replace(first, status=OccurrenceStatus.CANCELLED), *rest])
    text = EventText(language="uk", title="Свято", description="")
    await hear(db, settings, series, an_event(title="Fest", texts=[text]))
    edition = await an_edition(db)

    listed = (await compose_edition(db, edition.id, "uk")).events

    assert [(each.title, each.language, each.starts_at, each.repeats) for each in listed] == [
        ("Свято", "uk", datetime(2099, 10, 17, 18), False),
        ("Kurs", "de", datetime(2099, 10, 24, 18), True),
    ]


@pytest.mark.parametrize(
    ("changes", "choice"),
    [
        ({"audience": Audience.INTERNAL}, {}),
        ({"status": EventStatus.CANCELLED}, {}),
        ({"status": EventStatus.SUBMITTED}, {}),
        ({"category": "sport"}, {"category": "culture"}),
        ({"campaign": None}, {"campaign": "woche"}),
        ({"languages": ["de"]}, {"language": "uk"}),
        ({}, {"until_on": OCTOBER.from_on}),
        ({}, {"from_on": None, "until_on": None}),
    ],
)
async def test_what_was_not_chosen_is_not_listed(
    db: Connection, settings: Settings, changes: dict[str, object], choice: dict[str, object]
) -> None:
    await hear(db, settings, an_event(**changes))
    edition = await an_edition(db, events=structs.replace(OCTOBER, **choice))

    assert (await compose_edition(db, edition.id, "de")).events == []


async def test_what_fits_the_choice_is_listed(db: Connection, settings: Settings) -> None:
    await hear(db, settings, an_event(category="culture", campaign="woche", languages=["de", "uk"]))
    choice = EventChoice(
        from_on=OCTOBER.from_on, until_on=OCTOBER.until_on, category="culture", campaign="woche", language="uk"
    )
    edition = await an_edition(db, events=choice)

    assert len((await compose_edition(db, edition.id, "de")).events) == 1


async def test_once_it_begins_to_be_sent_it_stays_as_it_was(db: Connection, settings: Settings) -> None:
    await hear(db, settings, an_organisation(), an_event())
    edition = await an_edition(db)
    contribution_id = await a_contribution(db, edition.id)
    now = datetime.now(UTC)
    await send_edition(db, edition.id, now=now)
    before = await compose_edition(db, edition.id, "de")

    await contributions.delete(db, contribution_id)
    await editions.keep_text(db, edition.id, "de", structs.replace(edition.texts[0], title="Anders"))

    assert await compose_edition(db, edition.id, "de") == before
    assert (before.published_at, len(before.contributions), len(before.events)) == (now, 1, 1)
    assert (await editions.get(db, edition.id)).state is EditionState.SENDING
    with pytest.raises(AlreadyPublished):
        await send_edition(db, edition.id, now=now)


async def test_a_long_text_begins_in_the_mail_and_is_cut_between_words(db: Connection) -> None:
    edition = await an_edition(db)
    await a_contribution(db, edition.id, organisation_id=uuid4(), text="Wort, " * 200)
    [contribution] = (await compose_edition(db, edition.id, "de")).contributions

    assert contribution.opening.endswith("Wort …")
    assert len(contribution.opening) <= 422
