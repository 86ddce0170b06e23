"""What can be called."""

from services.notify.routes import (
    api_subscriptions,
    bounced_addresses,
    contribution_pictures,
    contribution_texts,
    contributions,
    edition_mails,
    edition_pictures,
    edition_sending,
    edition_texts,
    editions,
    newsletter,
    one_mail,
    received_mails,
    subscriptions,
    texts,
    web_editions,
    wishes,
)
from services.notify.routes.api_mails import list_mails_json
from services.notify.routes.mails import list_mails

ROUTES = (
    list_mails,
    list_mails_json,
    *one_mail.ROUTES,
    *bounced_addresses.ROUTES,
    *texts.ROUTES,
    *edition_sending.ROUTES,
    wishes.edit_wishes,
    wishes.update_wishes,
    *received_mails.ROUTES,
    *newsletter.ROUTES,
    *subscriptions.ROUTES,
    *api_subscriptions.ROUTES,
    *editions.ROUTES,
    *edition_texts.ROUTES,
    *edition_mails.ROUTES,
    *contributions.ROUTES,
    *contribution_texts.ROUTES,
    *contribution_pictures.ROUTES,
    *edition_pictures.ROUTES,
    *web_editions.ROUTES,
)
