"""A kept page can only be trusted if everything it shows is watched: every model of ours has its place."""

from django.apps import apps

from pdportal.common.stamps import watched
from pdportal.home.watched import NOT_SHOWN, OF_A_PERSON, OF_EVERYBODY

OURS = ("courses", "events", "mentoring", "pdportal.")


def models_of_ours():
    """Labels of all models of ours that keep something: no pages (their log is watched), no history tables."""
    page = apps.get_model("wagtailcore.Page")
    return {
        model._meta.label
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name.startswith(OURS)
        and not issubclass(model, page)
        and not hasattr(model, "instance_type")
    }


def placed():
    """Labels of the models that are watched, themselves or by their history, or named as not shown."""
    labels = {label for label, *_rest in [*OF_A_PERSON, *OF_EVERYBODY]}
    by_history = {
        model._meta.label
        for model in apps.get_models()
        if hasattr(model, "history") and model.history.model._meta.label in labels
    }
    return labels | by_history | set(NOT_SHOWN)


def test_every_model_is_watched_or_said_not_to_be_shown():
    assert sorted(models_of_ours() - placed()) == [], "Place them in pdportal/home/watched.py."


def test_nothing_is_said_of_models_that_are_gone():
    known = {model._meta.label for model in apps.get_models()}
    assert sorted(placed() - known) == []


def test_a_model_that_is_watched_is_not_said_to_be_hidden():
    assert sorted({label for label, *_rest in OF_A_PERSON} & set(NOT_SHOWN)) == []


def test_everything_listed_is_registered():
    assert len(watched()) == len(OF_A_PERSON) + len(OF_EVERYBODY)
