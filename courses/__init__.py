"""Courses, lessons, gates and learning paths."""
