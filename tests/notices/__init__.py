"""Tests: notices."""
