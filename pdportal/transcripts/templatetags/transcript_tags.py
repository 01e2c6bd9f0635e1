"""Filters that put hours into words."""

from django import template

from pdportal.transcripts import wording

register = template.Library()
register.filter("hours", wording.hours_text)
register.filter("number_of", wording.number_of)
