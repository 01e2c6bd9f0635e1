"""Measurements: how long the portal's work takes beside a bare Django view in the same run (`make bench`)."""
