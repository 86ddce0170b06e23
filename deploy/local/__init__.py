"""The whole product on one machine, with servers of its own, for development and tests."""
