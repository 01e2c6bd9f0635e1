"""Tests: home."""
