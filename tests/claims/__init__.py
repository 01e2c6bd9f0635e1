"""Tests of the claims app."""
