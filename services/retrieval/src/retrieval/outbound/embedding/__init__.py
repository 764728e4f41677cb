"""The process that embeds passages."""
