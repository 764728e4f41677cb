"""Fakes and facts that ship beside what they stand for."""
