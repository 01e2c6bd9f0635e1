"""Tests: the shape of the house."""
