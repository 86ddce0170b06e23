"""How the product is run: the local stack, the edge, the demo network."""
