"""What is set on paper."""
