"""The QR code that people show at the door: it opens the party's page for the organiser, and nothing for others."""

import io

import segno

from services.registration.domain.own_date import OwnDate, Standing
from services.registration.domain.registration import Registration
from shared.messages.events import EventState
from shared.messages.registration import RegistrationStatus

# Scratched screens and folded paper are read with this.
ERROR_CORRECTION = "m"


def door_code(registration: Registration, event: EventState | None, date: OwnDate | None, base_url: str) -> str | None:
    """As an SVG; None for those who have no place, where there is no door, and when the date is over or off."""
    is_only_online = event is not None and event.online and event.place is None
    is_off = date is not None and date.standing is not Standing.ON
    if registration.status is not RegistrationStatus.CONFIRMED or is_only_online or is_off:
        return None
    return drawn(f"{base_url}/portal/rosters/registrations/{registration.id}")


def drawn(address: str) -> str:
    svg = io.BytesIO()
    code = segno.make(address, error=ERROR_CORRECTION, micro=False)
    # Dark on light also where the page is dark, as scanners expect it; its size is the page's.
    code.save(svg, kind="svg", xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff", border=4)
    return svg.getvalue().decode()
