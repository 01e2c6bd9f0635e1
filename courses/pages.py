"""What editors write: courses with lessons, learning paths with steps; policies are in ``policy_pages``."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses import catalogue, desk, outline, pre_checks, progress, trail
from courses.blocks import LESSON_BLOCKS
from courses.choices import SetRule
from courses.forms import PathForm
from courses.panels import PathReachPanel, StepChooser
from courses.quiz_blocks import QuizBlock
from pdportal.common import video_hosts
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.kept import own_page
from pdportal.common.pages import BasePage, reader_of
from pdportal.common.pagination import page_of
from pdportal.transcripts.choices import ActivityKind, CreditType
from pdportal.transcripts.pages import ActivityPage, credit_type_field


class CourseIndexPage(BasePage):
    """The catalogue of courses."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("course catalogue")

    def get_context(self, request, *args, **kwargs):
        """The courses of this language that the search words, topic and order ask for."""
        wanted = catalogue.Wanted.of(request.GET)
        found = catalogue.courses_below(self, wanted)
        listed = page_of(found, request, per_page=12)
        return super().get_context(request, *args, **kwargs) | {
            "wanted": wanted,
            "courses": listed,
            "cards": catalogue.cards(listed),
            "topics": catalogue.topics_below(self),
            "orders": catalogue.ORDERS,
        }


class CoursePage(ActivityPage):
    """A course: its lessons are the pages below it, in order."""

    activity_kind = ActivityKind.COURSE

    credit_type = credit_type_field(CreditType.ONLINE)
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("introduction"))
    pre_check = StreamField([("quiz", QuizBlock())], blank=True, max_num=1, verbose_name=_("pre-check"))
    test_out_minutes = models.PositiveSmallIntegerField(
        _("minutes if tested out"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Passing the pre-check completes the course with these minutes as credit. Empty: nobody can."),
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("pre_check"), FieldPanel("test_out_minutes")], heading=_("Testing out")),
        *ActivityPage.activity_panels,
    ]
    search_fields = [*ActivityPage.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]

    class Meta:
        verbose_name = _("course")

    @classmethod
    def minutes_by_key(cls, keys):
        """By translation key, the minutes of the lessons of each course, else its credit hours."""
        by_lessons = {key: course.minutes for key, course in outline.courses(keys).items() if course.minutes}
        return super().minutes_by_key(keys) | by_lessons

    def get_context(self, request, *args, **kwargs):
        """The lessons, and for somebody signed in how they stand."""
        reader = reader_of(request)
        models.prefetch_related_objects([self], "topics")  # asked for twice by the template
        step = trail.activity_for(reader, self)
        offer = pre_checks.offer_to(reader, self, is_done=bool(step and step.is_done))
        return super().get_context(request, *args, **kwargs) | {"step": step, "pre_check": offer}

    @property
    def quiz_blocks(self):
        """Its pre-check, where it has one."""
        return list(self.pre_check)


class LessonPage(BasePage):
    """One lesson: text, and gates to satisfy; with no gate it is completed by “Mark as done”."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    body = StreamField(LESSON_BLOCKS, blank=True, verbose_name=_("lesson"))
    duties = models.CharField(_("duties"), max_length=200, blank=True, help_text=_("Job descriptions it serves."))
    standards = models.CharField(_("standards"), max_length=300, blank=True, help_text=_("Labels only."))
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("minutes"),
        FieldPanel("body"),
        FieldPanel("duties"),
        FieldPanel("standards"),
        FieldPanel("reviewed_by"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("standards")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("lesson")

    @property
    def standards_list(self):
        """The labels of standards one by one."""
        return [label for label in (part.strip() for part in self.standards.split(",")) if label]

    @property
    def quiz_blocks(self):
        """The quizzes among its blocks."""
        return [block for block in self.body if block.block_type == "quiz"]

    def serve(self, request, *args, **kwargs):
        """Remember the place of a signed-in learner, then show the lesson."""
        if request.method == "GET" and request.user.is_authenticated and not getattr(request, "is_preview", False):
            request.enrollment = progress.open_lesson(request.user, self)
            return own_page(request, lambda: self._shown(request, *args, **kwargs))
        return self._shown(request, *args, **kwargs)

    def _shown(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if origin := video_hosts.origin_to_play(self.body, request.GET.get("play")):
            response._csp_update = {"frame-src": [origin]}
        return response

    def get_context(self, request, *args, **kwargs):
        """The lesson as the reader's desk shows it."""
        laid = desk.lay(
            self,
            reader_of(request),
            enrollment=getattr(request, "enrollment", None),
            check=request.GET.get("check"),
        )
        return super().get_context(request, *args, **kwargs) | {"desk": laid}


class PathIndexPage(BasePage):
    """The list of learning paths."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.LearningPath"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of paths")

    def get_context(self, request, *args, **kwargs):
        """The paths of this language, with the reader's progress on those that are hers."""
        return super().get_context(request, *args, **kwargs) | {
            "paths": catalogue.path_cards(self, trail.all_paths(reader_of(request)))
        }


class LearningPath(ActivityPage):
    """A path: steps in order, each an activity of its own (course, event, mentoring programme)."""

    activity_kind = ActivityKind.PATH

    credit_type = credit_type_field(CreditType.ONLINE)
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("introduction"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        PathReachPanel(heading=_("Who is on this path")),
        InlinePanel("steps", label=_("Step"), heading=_("Steps")),
        InlinePanel("locks", label=_("Lock"), heading=_("Locks: steps and lessons that open later")),
        *ActivityPage.activity_panels,
    ]
    search_fields = [*ActivityPage.search_fields, index.SearchField("body")]
    base_form_class = PathForm
    parent_page_types = ["courses.PathIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("learning path")

    def get_context(self, request, *args, **kwargs):
        """The steps in order, and for somebody signed in how they stand."""
        return super().get_context(request, *args, **kwargs) | {
            "trail": trail.path_for(reader_of(request), self.translation_key)
        }


class PathStep(Orderable):
    """One step of a path; ``activity`` is the page in any language, its translation key counts."""

    path = ParentalKey(LearningPath, on_delete=models.CASCADE, related_name="steps")
    activity = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("activity"))
    begins = models.CharField(
        _("set"), max_length=10, choices=SetRule, default=SetRule.SAME, blank=True,
        help_text=_("A set goes on until another step begins one."),
    )  # fmt: skip
    needed = models.PositiveSmallIntegerField(
        _("how many"), null=True, blank=True, help_text=_("Only for a set of which so many steps are asked for.")
    )
    heading = models.CharField(
        _("heading of the set"), max_length=120, blank=True, help_text=_("Empty: “Choose 2 of these 4”, or none.")
    )

    panels = [
        FieldPanel("activity", widget=StepChooser),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("needed")]),
        FieldPanel("heading"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("step")

    def __str__(self):
        """The activity's title."""
        return self.activity.title


class PathLock(Orderable):
    """A step of a path, or a lesson of a step, locked until another step is done; with several rows, until all are."""

    path = ParentalKey(LearningPath, on_delete=models.CASCADE, related_name="locks")
    locked = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("locked step or lesson"))
    opens_after = models.ForeignKey(
        Page, models.PROTECT, related_name="+", verbose_name=_("opens when this step is done")
    )

    panels = [FieldPanel(name, widget=StepChooser) for name in ("locked", "opens_after")]

    class Meta(Orderable.Meta):
        verbose_name = _("lock")

    def __str__(self):
        """What is locked, and until when."""
        return _("%(locked)s (opens when “%(after)s” is done)") % {
            "locked": self.locked.title, "after": self.opens_after.title,
        }  # fmt: skip
