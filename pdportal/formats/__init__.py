"""How dates and times are written, the same on every page, in sentences and in tables."""
