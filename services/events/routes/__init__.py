"""What can be called: every route of the events service on one page."""

from services.events.routes import api_events, events, feeds, login, organisations, portal, queue

ROUTES = (
    # The public calendar
    events.show_home,
    events.list_events,
    events.show_event,
    organisations.list_organisations,
    organisations.show_organisation,
    feeds.show_subscribe,
    feeds.show_feed,
    # Logging in and out
    login.new_login,
    login.create_login,
    login.show_login_sent,
    login.show_login,
    login.create_session,
    login.delete_session,
    # A partner's own entries
    portal.list_own_events,
    portal.new_event,
    portal.create_event,
    portal.show_own_event,
    portal.edit_event,
    portal.update_event,
    portal.create_submission,
    portal.create_cancellation,
    # The coordinator's queue
    queue.list_queue,
    queue.show_queued,
    queue.create_publication,
    queue.create_return,
    # Events in JSON
    api_events.list_events_json,
    api_events.show_event_json,
    api_events.create_event_json,
    api_events.update_event_json,
    api_events.create_submission_json,
    api_events.create_cancellation_json,
    api_events.create_publication_json,
    api_events.create_return_json,
)
