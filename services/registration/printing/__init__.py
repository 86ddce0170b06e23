"""What leaves the service on paper or as a file: lists of who comes, and badges (`shared/printing.py` sets them)."""
