"""Hours by pack for the templates of other subjects, and their sentences."""

from django import template

from pdportal.credits import hours, wording

register = template.Library()
register.filter("standing", wording.standing_text)
register.filter("pace", wording.pace_text)
register.filter("doubt", wording.doubt_text)
register.filter("topic_gaps", wording.topic_gaps)
register.filter("rules_of", wording.rules_of)
register.filter("main_rule", wording.main_text)
register.filter("reasons", wording.reasons)


@register.simple_tag
def hours_by_pack(person):
    """The PackHours of ``person`` today."""
    return hours.of_person(person)
