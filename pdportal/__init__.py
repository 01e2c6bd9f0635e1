"""The PD Portal: professional development for a district's library services."""
