"""The completion ledger, credit hours, certificates and transcripts."""
