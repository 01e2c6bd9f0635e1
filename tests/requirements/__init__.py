"""Tests: requirements."""
