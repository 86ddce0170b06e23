"""Organisations, their members, and everything the network publishes."""
