"""The form of a survey, made from its questions."""

from django import forms

from pdportal.evaluations.instruments import LONGEST_TEXT, questions_of


class SurveyForm(forms.Form):
    """One field a question; those with a scale are needed, words never are."""

    use_required_attribute = False

    def __init__(self, *args, survey, **kwargs):
        """Make the fields of ``survey``."""
        super().__init__(*args, **kwargs)
        for question in questions_of(survey.kind, indicator=survey.indicator):
            self.fields[question.code] = _field(question, survey)


def _field(question, survey):
    if question.is_text:
        return forms.CharField(
            label=question.words, required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
        )
    return forms.TypedChoiceField(
        label=question.words,
        choices=question.scale,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=survey.indicator if question.needs_indicator else "",
    )
