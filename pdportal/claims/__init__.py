"""Outside learning: what somebody learned elsewhere, claimed with proofs and decided by those who oversee them."""
