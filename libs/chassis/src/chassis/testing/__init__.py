"""Fakes that ship beside what they stand for."""
