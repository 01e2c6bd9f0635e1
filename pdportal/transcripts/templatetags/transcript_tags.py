"""Filters that put hours and the origin of a completion into words."""

from django import template

from pdportal.transcripts import wording

register = template.Library()
register.filter("hours", wording.hours_text)
register.filter("how_recorded", wording.how_recorded)
