"""What is printed: the words of a programme or a report, and their setting by Typst."""
