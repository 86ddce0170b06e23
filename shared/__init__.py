"""What all three services stand on: mechanisms and the message contract, no business rule."""
