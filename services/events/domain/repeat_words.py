"""A rule in words, such as "Every 2 weeks on Monday, until 31 May 2027"; CLDR knows the names of the days."""

from datetime import date, timedelta
from gettext import NullTranslations

from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from services.events.domain.recurrence import WEEKDAYS, last_day_of
from shared.formats import locale_of, number, short_date
from shared.translations import N_, catalogue

# Any Monday.
A_MONDAY = date(2024, 1, 1)
ORDINALS = {
    1: N_("the first %(weekday)s"),
    2: N_("the second %(weekday)s"),
    3: N_("the third %(weekday)s"),
    4: N_("the fourth %(weekday)s"),
    5: N_("the fifth %(weekday)s"),
    -1: N_("the last %(weekday)s"),
    -2: N_("the last %(weekday)s but one"),
    -3: N_("the last %(weekday)s but two"),
    -4: N_("the last %(weekday)s but three"),
    -5: N_("the last %(weekday)s but four"),
}


ALONE = {
    "DAILY": N_("Every day"),
    "WEEKLY": N_("Every week"),
    "MONTHLY": N_("Every month"),
    "YEARLY": N_("Every year"),
}


def in_words(rule: str, start: date, language: str) -> str:
    """What a rule, in its canonical spelling, says of a series that begins on `start`."""
    translations = catalogue(language)
    parts = dict(part.split("=") for part in rule.split(";"))
    said = rhythm(parts["FREQ"], int(parts.get("INTERVAL", 1)), translations, language)
    if days := days_of(parts, start, translations, language):
        said = translations.gettext("%(rhythm)s on %(days)s") % {"rhythm": said, "days": days}
    if until := last_day_of(rule):
        said = translations.gettext("%(rule)s, until %(day)s") % {"rule": said, "day": short_date(until, language)}
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        sentence = translations.ngettext("%(rule)s, %(count)s time", "%(rule)s, %(count)s times", count)
        said = sentence % {"rule": said, "count": number(count, language)}
    return said


def rhythm(frequency: str, every: int, translations: NullTranslations, language: str) -> str:
    # Alone, since a language may count 21 as it counts 1.
    if every == 1:
        return translations.gettext(ALONE[frequency])
    match frequency:
        case "DAILY":
            sentence = translations.ngettext("Every %(count)s day", "Every %(count)s days", every)
        case "WEEKLY":
            sentence = translations.ngettext("Every %(count)s week", "Every %(count)s weeks", every)
        case "MONTHLY":
            sentence = translations.ngettext("Every %(count)s month", "Every %(count)s months", every)
        case _:
            sentence = translations.ngettext("Every %(count)s year", "Every %(count)s years", every)
    return sentence % {"count": number(every, language)}


def days_of(parts: dict[str, str], start: date, translations: NullTranslations, language: str) -> str:
    """The days on which it holds; empty when that is every day."""
    by_day = parts.get("BYDAY", WEEKDAYS[start.weekday()] if parts["FREQ"] == "WEEKLY" else "")
    if by_day:
        names = [weekday(day, translations, language) for day in by_day.split(",")]
        return format_list(names, locale=locale_of(language))
    if parts["FREQ"] == "MONTHLY":
        return day_of_month(int(parts.get("BYMONTHDAY", start.day)), translations, language)
    return format_skeleton("MMMMd", start, locale=locale_of(language)) if parts["FREQ"] == "YEARLY" else ""


def weekday(day: str, translations: NullTranslations, language: str) -> str:
    """`MO` or `-1MO` as Monday or the last Monday."""
    which, code = day[:-2], day[-2:]
    name = format_date(A_MONDAY + timedelta(days=WEEKDAYS.index(code)), "EEEE", locale=locale_of(language))
    return translations.gettext(ORDINALS[int(which)]) % {"weekday": name} if which else name


def day_of_month(day: int, translations: NullTranslations, language: str) -> str:
    if day > 0:
        return translations.gettext("day %(day)s") % {"day": number(day, language)}
    if day == -1:
        return translations.gettext("the last day")
    return translations.gettext("day %(day)s counted from the end of the month") % {"day": number(-day, language)}
