"""What can be called."""

from services.notify.routes import api_subscriptions, newsletter, received_mails, subscriptions, texts
from services.notify.routes.api_mails import list_mails_json
from services.notify.routes.mails import list_mails

ROUTES = (
    list_mails,
    list_mails_json,
    *texts.ROUTES,
    *received_mails.ROUTES,
    *newsletter.ROUTES,
    *subscriptions.ROUTES,
    *api_subscriptions.ROUTES,
)
