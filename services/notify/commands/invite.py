"""The entries that a mail brings for its reader's calendar, or takes away."""

from services.notify.commands.subject_of import Subject
from services.notify.domain.facts import EventFacts
from services.notify.domain.invitation import Invitation, Method, cancelled_entry, is_shown, next_sequence
from shared.calendar import calendar
from shared.calendar_entry import on_its_own, rendered_of
from shared.occurrences import find_occurrence


def invitation_for(subject: Subject, language: str) -> Invitation | None:
    """None when nothing is new for their calendar."""
    told = subject.participant.told
    if not subject.belongs_in_calendar:
        return farewell_to(told, subject)
    return None if is_shown(told, subject.date) else request_for(subject, language)


def request_for(subject: Subject, language: str) -> Invitation | None:
    """Brings the entry, or moves it; None when it does not belong there."""
    vevent = entry_for(subject, language)
    if vevent is None:
        return None
    return Invitation(
        method=Method.REQUEST,
        registration_id=subject.participant.registration_id,
        sequence=next_sequence(subject.participant.told, subject.event),
        vevent=vevent,
        time_zone=subject.event.time_zone,
    )


def farewell_to(told: EventFacts, subject: Subject) -> Invitation | None:
    """Takes the entry away from somebody who was told so of the date; None when they have none."""
    if not told.has_entry:
        return None
    sequence = next_sequence(told, subject.event)
    return Invitation(
        method=Method.CANCEL,
        registration_id=subject.participant.registration_id,
        sequence=sequence,
        vevent=cancelled_entry(told, sequence),
        time_zone=told.time_zone,
    )


def entry_for(subject: Subject, language: str) -> str | None:
    """How to join online is not in it: apps show an entry to all who share the calendar, and pass it on with it."""
    told, event = subject.participant.told, subject.event
    occurrence = find_occurrence(event, subject.participant.roster_id)
    rendered = rendered_of(event, language)
    if occurrence is None or rendered is None or not subject.belongs_in_calendar:
        return None
    uid = told.entry_id or subject.participant.registration_id
    return on_its_own(event, occurrence, rendered, uid, next_sequence(told, event), "CONFIRMED")


def calendar_for(subjects: list[Subject], language: str) -> bytes | None:
    """Their dates as a file for their calendar; None while there are none."""
    entries = [entry for subject in subjects if (entry := entry_for(subject, language)) is not None]
    zones = {subject.event.time_zone for subject in subjects} if any("TZID=" in entry for entry in entries) else set()
    return calendar(entries, language=language, time_zones=zones) if entries else None
