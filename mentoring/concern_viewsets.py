"""The coordinator's list of concerns: who, when and how closed; what was written stands on a page of its own."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn

from mentoring import concerns
from mentoring.care_records import Concern
from mentoring.concern_views import answer
from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet


class ConcernIndexView(ReadOnlyIndexView):
    """Concerns the reader may answer; nothing for anybody else."""

    def get_base_queryset(self):
        """With names, without texts."""
        if not concerns.may_answer(self.request.user):
            return Concern.objects.none()
        return concerns.readable_by(self.request.user).defer("sealed", "answer")


class ConcernViewSet(ReadOnlyViewSet):
    """Concerns."""

    model = Concern
    icon = "warning"
    menu_label = _("Concerns")
    index_view_class = ConcernIndexView
    list_display = [
        TitleColumn(
            "pairing", label=_("Pairing"), get_url=lambda concern: reverse("concerns:answer", args=[concern.pk])
        ),
        "raised_by",
        "about",
        "raised_at",
        "outcome",
        "closed_by",
        "closed_at",
    ]
    list_filter = {"outcome": ["exact"], "raised_at": ["date__gte", "date__lte"]}
    search_fields = ["raised_by__first_name", "raised_by__last_name", "about__first_name", "about__last_name"]
    ordering = ["-raised_at", "-pk"]

    def get_urlpatterns(self):
        """The list, and the page of one concern."""
        return [*super().get_urlpatterns(), path("<id:pk>/", answer, name="answer")]
