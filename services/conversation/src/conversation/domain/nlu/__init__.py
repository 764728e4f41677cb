"""What a message says: its language, intent, emotion, and whether it asks for a person."""
