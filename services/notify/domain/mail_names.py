"""What the kinds of mails, and what becomes of one, are called on pages."""

from services.notify.domain.mail import MailKind
from shared.messages.notify import MailState
from shared.translations import N_

KIND_NAMES = {
    MailKind.LOGIN: N_("Link to log in"),
    MailKind.EVENT_SUBMITTED: N_("Event to review"),
    MailKind.EVENT_PUBLISHED: N_("Event published"),
    MailKind.EVENT_RETURNED: N_("Event returned"),
    MailKind.MEMBER_INVITED: N_("Invitation"),
    MailKind.ORGANISATION_APPLIED: N_("Organisation applied"),
    MailKind.APPLICATION_REFUSED: N_("Application refused"),
    MailKind.CO_ORGANISATION_REQUESTED: N_("Wish to take part"),
    MailKind.CO_ORGANISATION_DECIDED: N_("Answer to a wish to take part"),
    MailKind.CAMPAIGN_REMINDED: N_("Reminder of a campaign"),
    MailKind.ENTRY_ASKED_FOR: N_("Call for entries"),
    MailKind.DEADLINE_NEAR: N_("Last days of a call"),
    MailKind.STILL_ON: N_("Does it take place?"),
    MailKind.ROSTER_NEARLY_FULL: N_("Nearly full"),
    MailKind.SIGN_UPS_DIGEST: N_("Each morning: sign-ups"),
    MailKind.QUEUE_DIGEST: N_("Each working day: what waits for a decision"),
    MailKind.DEAD_LETTERS: N_("Messages given up"),
    MailKind.BOUNCES_DIGEST: N_("Each morning: addresses that mail does not reach"),
    MailKind.CONTRIBUTIONS_ASKED_FOR: N_("Call for contributions to the newsletter"),
    MailKind.CONTRIBUTION_DEADLINE: N_("Reminder of the newsletter's deadline"),
    MailKind.REGISTRATION_PENDING: N_("Please confirm your address"),
    MailKind.REGISTRATION_CONFIRMED: N_("Sign-up confirmed"),
    MailKind.REGISTRATION_WAITING: N_("On the waiting list"),
    MailKind.REGISTRATION_OFFERED: N_("Places offered"),
    MailKind.REGISTRATION_EXPIRED: N_("Places went on to others"),
    MailKind.REGISTRATION_CANCELLED: N_("Sign-up cancelled"),
    MailKind.REGISTRATION_CHANGED: N_("Sign-up changed"),
    MailKind.REGISTRATION_PASSED_ON: N_("Sign-up passed on"),
    MailKind.REGISTRATION_TAKEN_OVER: N_("Sign-up taken over"),
    MailKind.REGISTRATION_REPEATED: N_("Signed up again"),
    MailKind.BOOKING: N_("Sign-up for several dates"),
    MailKind.ANNOUNCEMENT: N_("Word from the organiser"),
    MailKind.EVENT_CHANGED: N_("Event changed"),
    MailKind.EVENT_CANCELLED: N_("Event cancelled"),
    MailKind.REMINDER: N_("Reminder of a date"),
    MailKind.HOW_WAS_IT: N_("Question how it was"),
    MailKind.SUBSCRIPTION_PENDING: N_("Please confirm your subscription"),
    MailKind.SUBSCRIPTION_CHANGED: N_("Link to a subscription"),
    MailKind.WEEKLY_DIGEST: N_("Events of the coming two weeks"),
    MailKind.EDITION: N_("Newsletter"),
}
STATE_NAMES = {
    MailState.QUEUED: N_("Waiting"),
    MailState.SENT: N_("Sent"),
    MailState.FAILED: N_("Failed"),
    MailState.SKIPPED: N_("Not sent"),
}
