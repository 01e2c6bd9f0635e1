"""Tests: job descriptions, their duties, and what covers them."""
