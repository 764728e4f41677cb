"""A process of its own that embeds passages."""
