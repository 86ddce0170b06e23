"""What kind of thing an event is, and which languages may be spoken there."""

from enum import StrEnum

from shared.translations import N_


class Category(StrEnum):
    ADVICE = "advice"
    CELEBRATION = "celebration"
    CULTURE = "culture"
    EDUCATION = "education"
    FAMILY = "family"
    LANGUAGE = "language"
    MEETING = "meeting"
    NETWORK = "network"
    SPORT = "sport"
    YOUTH = "youth"
    OTHER = "other"


CATEGORY_NAMES = {
    Category.ADVICE: N_("Advice and help"),
    Category.CELEBRATION: N_("Celebration"),
    Category.CULTURE: N_("Culture and art"),
    Category.EDUCATION: N_("Talk and training"),
    Category.FAMILY: N_("Families and children"),
    Category.LANGUAGE: N_("Learning languages"),
    Category.MEETING: N_("Meeting people"),
    Category.NETWORK: N_("Network and politics"),
    Category.SPORT: N_("Sport and health"),
    Category.YOUTH: N_("Young people"),
    Category.OTHER: N_("Other"),
}

# ISO 639 codes; their names come from CLDR in the reader's language.
SPOKEN_LANGUAGES = (
    "de",
    "en",
    "uk",
    "ru",
    "ar",
    "fa",
    "tr",
    "fr",
    "ku",
    "pl",
    "ro",
    "bg",
    "sq",
    "sr",
    "es",
    "it",
    "el",
    "pt",
    "ti",
    "so",
)
