"""How people sign in: accounts come from the roster, so nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pdportal.people.queries import surviving


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; after sign-in, My page in the person's own language."""

    def is_open_for_signup(self, request):
        """Never: the district's roster decides who has an account."""
        return False

    def respond_user_inactive(self, request, user):
        """Name the account to use to somebody whose account was merged into it and whose password was right."""
        if not user.merged_into_id:
            return super().respond_user_inactive(request, user)
        words = {"username": surviving(user).get_username()}
        text = _("Your two accounts were merged, and this one is closed. Please sign in as “%(username)s”.") % words
        messages.warning(request, text)
        return redirect("account_login")

    def get_login_redirect_url(self, request):
        """My page, under the address of the language the person chose."""
        with translation.override(request.user.language):
            return reverse("home:my_page")
