"""Certificates as Open Badges 3.0: signed files that anybody can check, and the list of those revoked."""
