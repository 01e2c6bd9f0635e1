"""How people sign in: accounts come from the roster, so nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils import translation


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; after sign-in, My page in the person's own language."""

    def is_open_for_signup(self, request):
        """Never: the district's roster decides who has an account."""
        return False

    def get_login_redirect_url(self, request):
        """My page, under the address of the language the person chose."""
        with translation.override(request.user.language):
            return reverse("home:my_page")
