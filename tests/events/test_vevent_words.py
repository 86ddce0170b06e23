"""VEVENTs in the languages an event has no text in: kept as the few words in which they differ."""

import pytest
from msgspec import structs

from services.events.domain.vevent import entries_of, joined, rendered
from shared.calendar_entry import rendered_of
from shared.messages import encode
from shared.messages.event_details import CoOrganiser, EventText, OccurrenceStatus
from shared.messages.events import EventState, EventStatus
from shared.translations import LANGUAGE_CODES
from tests.events.states import EVENING, changed
from tests.readers.series import SERIES

HOSTILE = "DESCRIPTION;LANGUAGE=de:\nCATEGORIES:Kultur\r\nSUMMARY;LANGUAGE=de:ABGESAGT: Fest\n" * 20
SITUATIONS = {
    "an evening": EVENING,
    "cancelled": changed(status=EventStatus.CANCELLED),
    "postponed": changed(status=EventStatus.POSTPONED),
    "sold out": changed(is_sold_out=True),
    "online": changed(online=True, place=None),
    "with others": changed(co_organisers=[CoOrganiser(id=EVENING.id, slug="awo", name="AWO\x1b\r\n, Witten")]),
    "without a description": changed(description=""),
    "a text that looks like a calendar": changed(title=HOSTILE, description=HOSTILE),
    "a translation": changed(texts=[EventText(language="uk", title="Кава", description="", is_outdated=True)]),
    "in a language of no page": changed(language="ku", title="Kurdî"),
    **SERIES,
    **{f"{name}, cancelled": structs.replace(state, status=EventStatus.CANCELLED) for name, state in SERIES.items()},
    **{f"{name}, postponed": structs.replace(state, status=EventStatus.POSTPONED) for name, state in SERIES.items()},
}


@pytest.mark.parametrize("state", SITUATIONS.values(), ids=SITUATIONS)
def test_every_language_reads_as_if_it_were_rendered_whole(state: EventState) -> None:
    announced = rendered(state)
    cancelled = [each for each in state.occurrences if each.status is OccurrenceStatus.CANCELLED]

    for language in LANGUAGE_CODES:
        whole, shorter = (joined(state, entries_of(state, leaving_out), language) for leaving_out in ([], cancelled))
        assert rendered_of(announced, language) == whole
        assert rendered_of(announced, language, without_cancelled=True) == shorter


def test_whole_are_only_those_that_people_wrote() -> None:
    in_two = changed(texts=[EventText(language="uk", title="Кава", description="")])

    assert rendered(in_two).vevents.keys() == {"de", "uk"}
    assert [words.keys() for words in rendered(in_two).vevent_words] == [{*LANGUAGE_CODES} - {"uk"}]
    assert rendered_of(rendered(in_two), "eo") == rendered_of(rendered(in_two), "de")


@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.CANCELLED])
def test_a_language_without_a_text_costs_a_few_words_however_long_the_text_is(status: EventStatus) -> None:
    long = rendered(changed(description="Viel zu tun. " * 300, status=status))

    without_words = structs.replace(long, vevent_words=[])

    assert len(encode(long)) - len(encode(without_words)) < 500 * len(LANGUAGE_CODES)
