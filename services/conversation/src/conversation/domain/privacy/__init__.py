"""Finds what identifies a person and puts placeholders in its place."""
