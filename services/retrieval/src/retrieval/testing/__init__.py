"""Fakes that ship beside the ports they stand for."""
