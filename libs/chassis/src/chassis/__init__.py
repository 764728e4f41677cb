"""What every service has and none writes again."""
