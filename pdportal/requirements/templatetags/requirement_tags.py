"""How requirements are written in templates."""

from django import template

from pdportal.requirements import wording

register = template.Library()
register.filter("duration", wording.duration)
