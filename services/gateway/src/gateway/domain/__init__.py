"""Rules of the gateway: pure functions and values."""
