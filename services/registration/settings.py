"""What the registration service needs to know."""

from typing import Annotated

from msgspec import Meta

from shared.settings import ServiceSettings


class Settings(ServiceSettings, frozen=True, kw_only=True):
    # Nobody fills in the sign-up form faster; 0 doubts nobody.
    form_seconds: Annotated[int, Meta(ge=0)] = 2
    # From one address; who asks more often has to let the browser work for it. 0 counts nobody.
    sign_ups_per_minute: Annotated[int, Meta(ge=0)] = 30
