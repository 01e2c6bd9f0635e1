"""Reads the demo's Markdown files (docs/content_format.md) into front matter and stream blocks."""

import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import frontmatter
import yaml
from markdown_it import MarkdownIt

CONTENT = Path(__file__).resolve().parent / "content"
NAMESPACE = uuid.UUID("6f1d9a4e-6a0e-5c5e-9d0c-0d1b6c1f7a11")
FENCE = re.compile(r"^:::\s*(\w+)[ \t]*([^\n]*)\n(.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL)
TAG = re.compile(r"[*_`]")
OPENING = re.compile(r"(^|[\s(\[—¿¡“‘])([\"'])")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


class ContentError(Exception):
    """A content file that does not follow docs/content_format.md; names the file and what is wrong."""


@dataclass(frozen=True)
class Document:
    """One content file: its front matter and its body as a list of raw stream blocks."""

    kind: str
    key: str
    language: str
    facts: dict
    blocks: list


def key_of(name):
    """The fixed UUID for ``name``: the same district twice has the same translation keys and block ids."""
    return uuid.uuid5(NAMESPACE, name)


def documents(kind, language):
    """All documents of one kind in one language, by key."""
    folder = CONTENT / language / kind
    return {path.stem: read(path, kind, language) for path in sorted(folder.glob("*.md"))}


def read(path, kind, language):
    """One file; raises ContentError where it cannot be understood."""
    post = frontmatter.load(path)
    if post.get("key") != path.stem:
        raise ContentError(f"{path.name}: the key must be the file's name")
    try:
        blocks = blocks_of(post.content, f"{kind}/{path.stem}")
    except (KeyError, TypeError, yaml.YAMLError) as trouble:
        raise ContentError(f"{path}: {type(trouble).__name__} {trouble}") from trouble
    return Document(kind, path.stem, language, printed(post.metadata), blocks)


def printed(value):
    """Any part of a document with the quotation marks of print; answers to compare with stay as they are typed."""
    if isinstance(value, dict):
        return {key: part if key == "accepted" else printed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [printed(part) for part in value]
    if not isinstance(value, str):
        return value
    opened = OPENING.sub(lambda found: found[1] + ("“" if found[2] == '"' else "‘"), value)
    return opened.replace('"', "”").replace("'", "’")


def blocks_of(text, name):
    """The raw stream blocks of a body; ids follow from ``name`` and position, so both languages share them."""
    found, position = [], 0
    for match in FENCE.finditer(text):
        found += _prose(text[position : match.start()])
        kind, argument, inner = match.groups()
        found.append(_directive(kind, argument.strip(), inner))
        position = match.end()
    found += _prose(text[position:])
    return [
        {"type": kind, "value": _with_ids(value, f"{name}:{number}"), "id": str(key_of(f"{name}:{number}"))}
        for number, (kind, value) in enumerate(found)
    ]


def _prose(text):
    """Running text as rich-text blocks, with tables cut out into table blocks of their own."""
    tokens, start, found = _markdown.parse(printed(text)), 0, []
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            found += _text(tokens[start:index])
        elif token.type == "table_close":
            opened = max(number for number in range(index) if tokens[number].type == "table_open")
            found.append(("table", _table(tokens[opened:index])))
            start = index + 1
    return found + _text(tokens[start:])


def _text(tokens):
    html = _markdown.renderer.render(tokens, _markdown.options, {}).strip() if tokens else ""
    return [("text", html)] if html else []


def _table(tokens):
    rows, cell = [], None
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            cell = token
        elif token.type == "inline" and cell:
            rows[-1].append(TAG.sub("", token.content))
            cell = None
    return {
        "data": rows, "cell": [], "mergeCells": [], "first_row_is_table_header": True, "first_col_is_header": False,
        "table_header_choice": "row", "table_caption": "",
    }  # fmt: skip


def _directive(kind, argument, inner):
    if kind == "callout":
        return "callout", {"tone": argument, "text": _markdown.render(printed(inner)).strip()}
    data = printed(yaml.safe_load(inner))
    if kind == "image":
        return "figure", {"image": {"file": argument, "alt_text": data["alt"]}, "caption": data.get("caption", "")}
    if kind == "scenario":
        return kind, {"follow_up": "", **data, "choices": [_choice(choice) for choice in data["choices"]]}
    if kind in {"quiz", "pre_check"}:
        return kind, {"pass_mark": 80, **data, "questions": [_question(question) for question in data["questions"]]}
    if kind == "questions":
        return kind, [_question(question) for question in data]
    if kind == "acknowledge":
        return "acknowledgement", {"policy": data["policy"], "statement": data["statement"]}
    if kind == "practice":
        return kind, {"note_prompt": "", **data, "checklist": [_Items.item(point) for point in data["checklist"]]}
    if kind == "reflection":
        return kind, data
    if kind == "accordion":
        parts = [{"heading": part["heading"], "text": _markdown.render(part["text"]).strip()} for part in data]
        return kind, {"parts": [_Items.item(part) for part in parts]}
    if kind == "gallery":
        pictures = [
            {"image": {"file": each["file"], "alt_text": each["alt"]}, "caption": each.get("caption", "")}
            for each in data["pictures"]
        ]
        return kind, {"title": data.get("title", ""), "pictures": [_Items.item(picture) for picture in pictures]}
    if kind == "video":
        return kind, {"film": argument, **data}
    if kind == "audio":
        return kind, {"sound": argument, "title": data["title"], "transcript": _markdown.render(data["transcript"])}
    if kind == "document":
        return kind, {"paper": argument, "note": "", **data}
    if kind == "resources":
        return kind, {"resources": argument}
    if kind == "scorm":
        return kind, {"rule": "completed", "minimum_score": None, **data}
    raise KeyError(kind)


def _choice(data):
    further = [_Items.item({"good": False, **choice}) for choice in data.get("next_choices", [])]
    return _Items.item({"good": False, "next_question": "", **data, "next_choices": further})


class _Items:
    """Marks list and stream children that still need an id."""

    @staticmethod
    def item(value):
        return {"type": "item", "value": value}


def _question(data):
    value = {"text": data["text"], "explanation": data["explanation"]}
    kind = data["kind"]
    if kind in {"single", "multiple"}:
        options = [{"text": o["text"], "correct": o.get("correct", False), "why": o["why"]} for o in data["options"]]
        value["options"] = [_Items.item(option) for option in options]
    elif kind == "true_false":
        value["answer"] = data["answer"]
    elif kind == "short":
        value["accepted"] = [_Items.item(str(answer)) for answer in data["accepted"]]
    elif kind == "ordering":
        value["steps"] = [_Items.item(step["text"]) for step in data["options"]]
    elif kind == "numeric":
        off = {"tolerance": str(data.get("tolerance", 0)), "tolerance_kind": data.get("tolerance_kind", "absolute")}
        value |= {"answer": str(data["answer"]), **off, "unit": data.get("unit", "")}
    elif kind == "matching":
        value["pairs"] = [_Items.item(pair) for pair in data["pairs"]]
        value["extra"] = [_Items.item(text) for text in data.get("extra", [])]
    else:
        raise KeyError(kind)
    return {"type": kind, "value": value}


def _with_ids(value, name):
    """Give every list and stream child below ``value`` an id that follows from its place."""
    if isinstance(value, list):
        return [_with_ids(part, f"{name}.{number}") for number, part in enumerate(value)]
    if not isinstance(value, dict):
        return value
    inner = {key: _with_ids(part, f"{name}.{key}") for key, part in value.items()}
    if "type" in inner and "value" in inner:
        inner["id"] = str(key_of(name))
    return inner
