"""Certificates in the demo: the coordinator has those of one activity ready as a ZIP."""

from pdportal.transcripts import printing

MOST = 60  # certificates: the demo is made in seconds


def print_some(district):
    """Print the certificates of the activity with the most of them that are not too many for a demo."""
    by = district.accounts["coordinator"]
    choices = [printing.Choice(activity_key=key) for key, _title in printing.activities_with_certificates()]
    numbers = {choice: printing.certificates_of(choice, by=by, on=district.today).count() for choice in choices}
    fitting = [choice for choice in choices if numbers[choice] <= MOST]
    if fitting:
        run = printing.ask(max(fitting, key=numbers.get), by=by)
        printing.build.call(run.pk, run.turn)  # at once: the command ends before a thread would
