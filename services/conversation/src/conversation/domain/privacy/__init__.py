"""What identifies a person, and placeholders for it."""
