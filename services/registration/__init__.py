"""Registration: rosters, the people on them, and those who wait."""
