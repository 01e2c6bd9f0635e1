"""Short surveys after learning: who answered is known, what somebody answered is not."""
