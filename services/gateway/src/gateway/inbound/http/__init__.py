"""The public API: one thin function per route."""
