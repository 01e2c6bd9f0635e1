"""How far the demo's people are: new librarians on their path, everybody in the annual set."""

import datetime as dt
import random

from courses.pages import CoursePage, LessonPage
from pdportal.demo import quizzing, studying
from pdportal.demo.moments import before
from pdportal.requirements.records import Assignment
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source

# New librarian by number: for each lesson taken, how many days ago it was finished.
TAKEN = {
    0: {"o0": [30, 27, 24, 20], "o1": [16, 12]},
    2: {"o0": [7, 3]},
    3: {"o0": [60, 58, 55, 50], "o1": [46, 41, 36, 31, 27, 22], "o3": [14, 9, 6]},
    4: {"o0": [92, 90, 84, 82], "o1": [80, 71, 66, 60, 52, 44]},
}
HANDED_IN = (3, "o3", 3)
OPENED = (0, "o1", 2)
QUIZZED = "copyright-and-licensing-refresher"  # taken lesson by lesson by everybody, so that its quiz has statistics
TESTED_OUT, STUMBLING = 0.15, 0.85
DONE_LAST_YEAR, DONE_THIS_YEAR = 0.97, 0.86


class Progress:
    """Takes lessons for new librarians by the real verbs, and writes the annual set to the ledger in bulk."""

    def __init__(self, district, pages, *, seed=7):
        self.district, self.pages, self.today = district, pages, district.today
        self.random = random.Random(seed)  # noqa: S311  believable, not secret

    def study(self):
        """Everything."""
        for number, modules in TAKEN.items():
            learner = self.district.new_librarians[number]
            mentor = self._mentor_of(number)
            for key, days in modules.items():
                for lesson, ago in zip(self._lessons(key), days, strict=False):
                    studying.take(learner, lesson, at=before(self.today, ago), vouched_by=mentor)
        number, key, index = HANDED_IN
        studying.hand_in(self.district.new_librarians[number], self._lessons(key)[index], at=before(self.today, 2))
        number, key, index = OPENED
        studying.progress.open_lesson(
            self.district.new_librarians[number], self._lessons(key)[index], at=before(self.today, 1)
        )
        self._annual()

    def _mentor_of(self, number):
        return (
            self.district.mentors[1]
            if number == 4
            else self.district.mentors[0]
            if number in {0, 3}
            else (self.district.accounts["coordinator"])
        )

    def _lessons(self, key):
        return list(LessonPage.objects.child_of(self.pages["courses", key]).order_by("path"))

    def _annual(self):
        courses = {page.translation_key: page for page in CoursePage.objects.filter(locale__language_code="en")}
        by_lessons = {self.district.accounts["librarian"].pk}
        newcomer = self.district.accounts["newlibrarian"]  # whose annual set is still all ahead
        open_ones = Assignment.objects.exclude(period="").exclude(learner=newcomer)
        open_ones = open_ones.select_related("requirement", "learner").order_by("pk")
        for assignment in open_ones:
            course = courses[assignment.activity_key]
            day = self._day_for(assignment)
            if day is None:
                continue
            moment = before(self.today, (self.today - day).days)
            recent = day > self.today - dt.timedelta(days=120)
            if recent and (assignment.learner_id in by_lessons or course.slug == QUIZZED):
                self._take_lessons(assignment.learner, course, moment)
                continue
            ledger.award(
                assignment.learner, Activity.of(course), source=Source.IMPORT, cycle=assignment.period,
                completed_on=day, at=moment, reason="Carried over from the earlier system",
            )  # fmt: skip

    def _take_lessons(self, learner, course, moment):
        """By the real verbs; some test out, some need a second attempt at the quiz."""
        chance = self.random.random()
        if chance < TESTED_OUT and course.test_out_minutes:
            quizzing.test_out(learner, course, at=moment)
            return
        for lesson in self._lessons_of(course):
            if chance < STUMBLING:
                quizzing.stumble(learner, lesson, at=moment, seed=course.slug)
            studying.take(learner, lesson, at=moment)

    def _lessons_of(self, course):
        return list(LessonPage.objects.child_of(course).order_by("path"))

    def _day_for(self, assignment):
        """The day on which this assignment was met, or None where it still is not."""
        this_year = assignment.due_on > self.today - dt.timedelta(days=200)
        if self.random.random() > (DONE_THIS_YEAR if this_year else DONE_LAST_YEAR):
            return None
        day = assignment.due_on - dt.timedelta(days=self.random.randrange(1, 40))
        day = max(day, assignment.counted_from)
        return day if day < self.today else None
