"""What is true of rosters and registrations: no SQL, no clock, no network."""
