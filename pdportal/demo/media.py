"""The demo's videos, with captions and transcript of the same words, its sounds, papers and lists of resources."""

import datetime as dt
import wave
from functools import partial

from django.core.files.base import ContentFile
from django.utils.html import escape
from wagtail.documents import get_document_model

from courses.resources import ResourceLink, ResourceList
from pdportal.common import captions
from pdportal.demo import reading


class Media:
    """Uploads what lessons show, each file once; ``resolve`` puts it into a block in one language."""

    def __init__(self, *, today):
        self.today = today
        self.files = {}
        self.lists = {}

    def resolve(self, block, language):
        """The ``block`` with its files and lists in place; a block without any as it is."""
        fill = {
            "video": partial(self._video, language=language),
            "audio": self._audio,
            "document": partial(self._document, language=language),
            "resources": self._resources,
        }.get(block["type"])
        return {**block, "value": fill(block["value"])} if fill else block

    def _video(self, value, *, language):
        stem = f"videos/{value['film']}.{language}"
        cues = captions.read((reading.CONTENT / f"{stem}.vtt").read_bytes())
        return {
            "title": value["title"],
            "file": self._file(f"{stem}.mp4", value["title"]).pk,
            "captions": self._file(f"{stem}.vtt", value["title"]).pk,
            "length": _length(cues[-1].end),
            "transcript": "".join(f"<p>{escape(cue.text)}</p>" for cue in cues),
        }

    def _audio(self, value):
        """A sound is the same in both languages; what is said about it is not."""
        name = f"sounds/{value['sound']}.wav"
        with wave.open(str(reading.CONTENT / name)) as sound:
            length = _length(sound.getnframes() / sound.getframerate())
        words = {"title": value["title"], "transcript": value["transcript"]}
        return {**words, "file": self._file(name, value["title"]).pk, "length": length}

    def _document(self, value, *, language):
        name = f"papers/{value['paper']}.{language}.pdf"
        return {"document": self._file(name, value["title"]).pk, "note": value["note"]}

    def _file(self, name, title):
        if name not in self.files:
            path = reading.CONTENT / name
            data = ContentFile(path.read_bytes(), name=path.name)
            self.files[name] = get_document_model().objects.create(title=title, file=data)
        return self.files[name]

    def _resources(self, value):
        key = value["resources"]
        if key not in self.lists:
            self.lists[key] = self._list(key)
        return {"resources": self.lists[key].pk}

    def _list(self, key):
        english, spanish = (reading.documents("resources", code)[key].facts for code in ("en", "es"))
        found = ResourceList(
            title_en=english["title"],
            title_es=spanish["title"],
            checked_on=self.today - dt.timedelta(days=english["checked_days_ago"]),
        )
        found.links = [
            ResourceLink(
                address=one["address"],
                title_en=one["title"],
                title_es=other["title"],
                note_en=one.get("note", ""),
                note_es=other.get("note", ""),
                sort_order=place,
            )
            for place, (one, other) in enumerate(zip(english["links"], spanish["links"], strict=True))
        ]
        found.save()
        return found


def _length(seconds):
    """Minutes and seconds, as people write them."""
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes}:{seconds:02d}"
