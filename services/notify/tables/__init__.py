"""What is stored: the SQL, one file a table."""
