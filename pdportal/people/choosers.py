"""The pop-up in which a person is chosen, for forms of several subjects."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet


class PersonChooserViewSet(ChooserViewSet):
    """Choose a person by name."""

    model = get_user_model()
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    per_page = 20


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="person-chooser")
PersonChooserWidget = person_chooser.widget_class
