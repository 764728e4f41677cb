"""Facts and fakes for tests of this service."""
