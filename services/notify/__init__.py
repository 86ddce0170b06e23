"""The notify service: it decides what to say to whom and when, and mails it."""
