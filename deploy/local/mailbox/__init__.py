"""Catches all mail of the local stack and shows it, as pages and as JSON."""
