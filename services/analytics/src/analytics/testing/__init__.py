"""Facts for tests."""
