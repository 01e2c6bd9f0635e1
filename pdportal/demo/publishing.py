"""Publishes the demo's documents as Wagtail pages in both languages."""

import datetime as dt
import json
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Locale

from courses.pages import CourseIndexPage, CoursePage, LearningPath, LessonPage, PathIndexPage, PathLock, PathStep
from courses.policy_pages import PolicyIndexPage, PolicyPage
from events.pages import EventIndexPage, EventPage
from mentoring.pages import MentoringIndexPage, MentoringProgramme
from pdportal.demo import modules, quizzing, reading
from pdportal.demo.media import Media
from pdportal.home.pages import HomePage, PlainPage
from pdportal.transcripts.pages import Topic

TOPICS = {
    "orientation": ("Orientation", "Orientación"),
    "copyright": ("Copyright", "Derechos de autor"),
    "policy": ("Policy and law", "Normas y leyes"),
    "privacy": ("Student privacy", "Privacidad estudiantil"),
    "collection": ("Collection", "Colección"),
    "teaching": ("Teaching", "Enseñanza"),
    "reading": ("Reading", "Lectura"),
    "technology": ("Technology", "Tecnología"),
    "digital-citizenship": ("Digital citizenship", "Ciudadanía digital"),
    "media-literacy": ("Media literacy", "Alfabetización mediática"),
    "leadership": ("Leadership", "Liderazgo"),
    "community": ("Community", "Comunidad"),
    "evidence": ("Evidence", "Evidencia"),
}


class Publisher:
    """Publishes documents; ``pages`` maps ``(kind, key)`` to the English page once it is published."""

    def __init__(self, *, today=None):
        self.today = today or timezone.localdate()
        self.pages = {}
        self.locales = {code: Locale.objects.get(language_code=code) for code in ("en", "es")}
        self.topics = self._topics()
        self.images = {}
        self.banks = quizzing.publish_banks(self.locales, self.topics)
        self.media = Media(today=self.today)

    def publish_everything(self):
        """Publish all documents, parents before children and policies before the lessons that name them."""
        self._each("policies", self._under(PolicyIndexPage), PolicyPage, self._policy)
        self._each("courses", self._under(CourseIndexPage), CoursePage, self._activity)
        self._each("lessons", lambda doc: self.pages["courses", doc.facts["course"]], LessonPage, self._lesson)
        self._each("events", self._under(EventIndexPage), EventPage, self._event)
        self._each("programmes", self._under(MentoringIndexPage), MentoringProgramme, self._programme)
        self._each("paths", self._under(PathIndexPage), LearningPath, self._path)
        self._pages()
        return self.pages

    def _each(self, kind, parent_of, model, fields_of):
        spanish = reading.documents(kind, "es")
        for document in sorted(reading.documents(kind, "en").values(), key=_order):
            key, parent = reading.key_of(f"{kind}/{document.key}"), parent_of(document)
            self.pages[kind, document.key] = self._publish(parent, model(translation_key=key), document, fields_of)
            parent = parent.get_translation(self.locales["es"])
            self._publish(parent, model(translation_key=key), spanish[document.key], fields_of)

    def _publish(self, parent, page, document, fields_of, *, slug=None):
        """Publish ``page`` with the words of ``document`` below ``parent``, in the parent's language."""
        page.slug = slug or slugify(document.facts["title"])[:90].strip("-")
        page.locale = parent.locale
        self._fill(page, document, fields_of)
        parent.add_child(instance=page)
        page.save_revision(clean=False).publish()  # add_child has just checked it
        return page

    def _fill(self, page, document, fields_of):
        facts = document.facts
        page.title = page.draft_title = facts["title"]
        page.summary = facts.get("summary", "")
        text = [block for block in document.blocks if block["type"] != "pre_check"]
        page.body = json.dumps([self._resolved(block, document.language) for block in text])
        fields = fields_of(facts, page) | quizzing.pre_check_of(document, self.banks)
        for name, value in fields.items():
            setattr(page, name, value)

    def _activity(self, facts, page):
        page.topics = [self.topics[slug] for slug in facts["topics"]]
        return {
            "credit_hours": facts["credit_hours"],
            "audience_note": facts.get("audience", ""),
            "certificate_wording": facts.get("certificate", ""),
        }

    def _lesson(self, facts, page):
        return {
            "minutes": facts["minutes"],
            "duties": ", ".join(facts.get("duties", [])),
            "standards": ", ".join(facts.get("standards", [])),
            "reviewed_by": facts.get("reviewed_by", ""),
        }

    def _policy(self, facts, page):
        effective = self.today + dt.timedelta(days=facts["effective_on_offset_days"])
        return {"office": facts["owner"], "effective_on": effective}

    def _path(self, facts, page):
        steps = [step if isinstance(step, dict) else {"step": step} for step in facts["steps"]]
        page.steps = [
            PathStep(
                activity=self._page(step["step"]), sort_order=number, begins=step.get("begins", ""),
                needed=step.get("needed"), heading=step.get("heading", ""),
            )
            for number, step in enumerate(steps)
        ]  # fmt: skip
        page.locks = [
            PathLock(locked=self._page(lock["locked"]), opens_after=self._page(lock["opens_after"]), sort_order=number)
            for number, lock in enumerate(facts.get("locks", []))
        ]
        return self._activity(facts, page)

    def _page(self, place):
        """The English page that “courses/o1” names."""
        return self.pages[tuple(place.split("/"))]

    def _event(self, facts, page):
        own = {
            "kind": facts["kind"],
            "sessions_needed": 0 if facts["kind"] == "meeting" else 1,  # every meeting is another one
            "presenter": facts.get("presenter", ""),
            "what_you_get": "\n".join(facts.get("what_you_get", [])),
            "bring": "\n".join(facts.get("bring", [])),
        }
        return self._activity(facts, page) | own

    def _programme(self, facts, page):
        items = [self._item(number, item) for number, item in enumerate(facts.get("checklist", []))]
        own = {"agreement": facts.get("agreement", ""), "checklist": json.dumps(items)}
        if "mentor_training" in facts:
            own["mentor_training"] = self._page(facts["mentor_training"])
        return self._activity(facts, page) | own | facts["rules"]

    def _item(self, number, item):
        """A line of a checklist, under the same key in both languages."""
        activity = self._page(item["activity"]).pk if "activity" in item else None
        value = {"month": item["month"], "text": item["text"], "activity": activity}
        return {"type": "item", "id": str(reading.key_of(f"checklist/{number}")), "value": value}

    def _pages(self):
        """The text of the mentoring front page, and the plain pages below the front page."""
        documents = {code: reading.documents("pages", code) for code in self.locales}
        for code, locale in self.locales.items():
            mentoring = MentoringIndexPage.objects.get(locale=locale)
            self._fill(mentoring, documents[code].pop("mentoring"), lambda facts, page: {})
            mentoring.save_revision().publish()
            home = HomePage.objects.get(locale=locale)
            for key, document in documents[code].items():
                page = PlainPage(translation_key=reading.key_of(f"pages/{key}"))
                self._publish(home, page, document, lambda facts, page: {}, slug=key)

    def _under(self, index_model):
        index = index_model.objects.get(locale=self.locales["en"])
        return lambda document: index

    def _resolved(self, block, language):
        """The block with what it shows uploaded, or the key of its policy replaced by the page's id."""
        if block["type"] == "figure":
            return {**block, "value": self._with_image(block["value"])}
        if block["type"] == "gallery":
            pictures = [{**each, "value": self._with_image(each["value"])} for each in block["value"]["pictures"]]
            return {**block, "value": {**block["value"], "pictures": pictures}}
        if block["type"] == "acknowledgement":
            policy = self.pages["policies", block["value"]["policy"]].in_language(language)
            return {**block, "value": {**block["value"], "policy": policy.pk}}
        if block["type"] == "scorm":
            module = modules.package(block["value"]["package"], language)
            return {**block, "value": {**block["value"], "package": module.pk}}
        if block["type"] == "quiz":
            return {**block, "value": quizzing.with_bank(block["value"], language, self.banks)}
        return self.media.resolve(block, language)

    def _with_image(self, value):
        """The ``value`` of a picture with its file uploaded."""
        picture = value["image"]
        image = {"image": self._image(picture["file"]).pk, "alt_text": picture["alt_text"], "decorative": False}
        return {**value, "image": image}

    def _image(self, name):
        if name not in self.images:
            title = Path(name).stem.replace("-", " ").capitalize()
            data = (reading.CONTENT / "images" / name).read_bytes()
            self.images[name] = get_image_model().objects.create(title=title, file=ContentFile(data, name=name))
        return self.images[name]

    def _topics(self):
        return {
            slug: Topic.objects.get_or_create(slug=slug, defaults={"name_en": english, "name_es": spanish})[0]
            for slug, (english, spanish) in TOPICS.items()
        }


def _order(document):
    return document.facts.get("course", ""), document.facts.get("order", 0), document.key
