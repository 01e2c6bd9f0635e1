"""Telling people: in the portal and by mail."""
