"""Every fact, by domain."""
