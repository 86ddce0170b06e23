"""What can be called."""

from services.notify.routes import texts
from services.notify.routes.api_mails import list_mails_json
from services.notify.routes.mails import list_mails
from services.notify.routes.received_mails import list_received, read_received, show_received

ROUTES = (list_mails, list_mails_json, *texts.ROUTES, list_received, show_received, read_received)
