"""Template filters about the ledger."""
