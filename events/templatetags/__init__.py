"""Template filters of the events app."""
