"""Migrations of the claims app."""
