"""Mentoring programmes, pairings, meetings and contact hours."""
