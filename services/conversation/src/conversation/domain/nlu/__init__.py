"""What a message says: language, intent, emotion, wishes, orders."""
