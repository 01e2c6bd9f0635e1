"""Tests: Open Badges."""
