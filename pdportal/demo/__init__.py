"""One believable district for trying the portal, and for measuring it."""
