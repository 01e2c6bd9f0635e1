"""Tests: credits."""
