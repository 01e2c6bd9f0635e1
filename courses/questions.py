"""A question as it is asked and graded: plain values in every language there is, independent of the page they are on.

A quiz under way and its review are made of these values, frozen with the attempt, so that an author may edit the page
at any time. Ids are those of the blocks, which translations share: an answer given in English is the same answer on the
Spanish page.
"""

import hashlib
import json
from dataclasses import dataclass

from courses.answers import items_of
from pdportal.transcripts.records import in_language

LISTS = ("options", "steps", "pairs", "extra")


@dataclass(frozen=True)
class Question:
    """One question; ``contents`` maps language codes to what the author wrote, lists with the ids of their items."""

    id: str
    kind: str
    contents: dict

    @property
    def content(self):
        """What the reader sees: her language, else English, else whatever there is."""
        return in_language(self.contents)

    @property
    def ruling(self):
        """What says which answers are right: English, else whatever there is."""
        return in_language(self.contents, "en")

    @property
    def name(self):
        """The name of its form field."""
        return f"q-{self.id}"

    def field(self, item_id):
        """The name of the form field for one step or pair."""
        return f"{self.name}-{item_id}"

    def items(self, name):
        """The list ``name`` of the content, in the order written: options, steps, pairs or extra."""
        return self.content.get(name, [])

    def ids(self, name):
        """The ids of that list, in the order written."""
        return [item["id"] for item in self.items(name)]

    @property
    def digest(self):
        """What tells this wording from any other; the same for the same content."""
        text = json.dumps([self.id, self.kind, self.contents], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:40]


def merged(editions):
    """The Questions of several editions of one quiz, ``(language, blocks)`` each; the first says which there are.

    Another language is taken along where it asks the same question with the same items, and left out where it does not
    (any more), so that nobody is asked one thing and graded by another.
    """
    (language, blocks), *others = editions
    found = {block.id: (block.block_type, {language: _content(block)}) for block in blocks}
    for other, translated in others:
        for block in translated:
            kind, contents = found.get(block.id, (None, {}))
            if kind == block.block_type and _shape(content := _content(block)) == _shape(contents[language]):
                contents[other] = content
    return [Question(block_id, kind, contents) for block_id, (kind, contents) in found.items()]


def _content(block):
    value = block.value
    content = {"text": value["text"], "explanation": value["explanation"]}
    for name in LISTS:
        if name in value:
            owner = f"{block.id}:extra" if name == "extra" else block.id
            content[name] = [{"id": item_id, **_plain(item)} for item_id, item in items_of(owner, value[name])]
    if "accepted" in value:
        content["accepted"] = [str(text) for text in value["accepted"]]
    if block.block_type == "true_false":
        content["answer"] = bool(value["answer"])
    if block.block_type == "numeric":
        content |= {"answer": str(value["answer"]), "tolerance": str(value["tolerance"] or 0)}
        content |= {"tolerance_kind": value["tolerance_kind"], "unit": value["unit"]}
    return content


def _plain(item):
    return {"text": item} if isinstance(item, str) else dict(item)


def _shape(content):
    return {name: {item["id"] for item in content[name]} for name in LISTS if name in content}
