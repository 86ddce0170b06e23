"""What every answer says to browsers, be it from an application or straight from memory."""

SECURITY_HEADERS = {
    # Nothing from elsewhere, nothing inline: a title somebody typed can never become a script.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Links with a personal token must not reach other sites.
    "Referrer-Policy": "same-origin",
}
