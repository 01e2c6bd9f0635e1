"""Tests: mentoring."""
