"""What is printed: the words of a programme or a report; Typst sets them (`shared/printing.py`)."""
