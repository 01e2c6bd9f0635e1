"""The measure of all things here: bare Django views without middleware, one of them with one indexed query."""

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.urls import path


def bare_urls(get_response):
    """The only middleware of the bare handler: use the addresses of this module."""

    def answer(request):
        request.urlconf = "tests.benchmarks.bare"
        return get_response(request)

    return answer


def hello(request):
    """No query at all."""
    return HttpResponse("hello")


def one_query(request):
    """One row by its primary key: the L of every ratio."""
    person = get_user_model().objects.only("username").get(pk=1)
    return HttpResponse(person.username)


urlpatterns = [path("hello", hello), path("one-query", one_query)]
