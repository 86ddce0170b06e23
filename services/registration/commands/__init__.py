"""What the service can do."""
