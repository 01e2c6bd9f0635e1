"""What a module may send, and what it says: known elements only, checked for size and type, read as a result. Pure.

A module sends its run-time data as one flat mapping of element names to values, as both standards name them.
"""

import json
import math
import re
from dataclasses import dataclass

from courses.scorm_errors import CommitRefused
from courses.scorm_manifest import SCORM_12, SCORM_2004

MOST_BYTES = 300_000
MOST_ELEMENTS = 5_000
LONGEST_VALUE = 66_000  # suspend data of SCORM 2004 may have 64,000 characters
LONGEST_NAME = 200
N = r"\d{1,4}"
LISTS_12 = (
    rf"|objectives\.{N}\.(id|status|score\.(raw|min|max))"
    rf"|interactions\.{N}\.(id|type|time|weighting|student_response|result|latency"
    rf"|objectives\.{N}\.id|correct_responses\.{N}\.pattern)"
)
LISTS_2004 = (
    rf"|objectives\.{N}\.(id|success_status|completion_status|progress_measure|description|score\.(scaled|raw|min|max))"
    rf"|interactions\.{N}\.(id|type|timestamp|weighting|learner_response|result|latency|description"
    rf"|objectives\.{N}\.id|correct_responses\.{N}\.pattern)"
    rf"|comments_from_learner\.{N}\.(comment|location|timestamp)"
)
KNOWN = {
    SCORM_12: re.compile(
        r"cmi\.(core\.(lesson_location|lesson_status|exit|total_time|score\.(raw|min|max))|suspend_data|comments"
        r"|student_preference\.(audio|language|speed|text)" + LISTS_12 + r")"
    ),
    SCORM_2004: re.compile(
        r"cmi\.(location|completion_status|success_status|exit|total_time|progress_measure|suspend_data"
        r"|score\.(scaled|raw|min|max)|learner_preference\.(audio_level|language|delivery_speed|audio_captioning)"
        + LISTS_2004
        + r")"
    ),
}
EXIT = {SCORM_12: "cmi.core.exit", SCORM_2004: "cmi.exit"}


@dataclass(frozen=True)
class Result:
    """What a part has said so far; ``score_percent`` is None where it gave no score."""

    completed: bool = False
    passed: bool = False
    failed: bool = False
    score_percent: int | None = None

    @property
    def code(self):
        """The verdict in one word: passed, failed, completed or open."""
        verdicts = {"passed": self.passed, "failed": self.failed, "completed": self.completed}
        return next((code for code, is_so in verdicts.items() if is_so), "open")


def read_commit(body):
    """``(number, data)`` of a commit's bytes; raises CommitRefused for anything else than what our bridge sends."""
    if len(body) > MOST_BYTES:
        raise CommitRefused
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as trouble:
        raise CommitRefused from trouble
    number, data = (sent.get("number"), sent.get("cmi")) if isinstance(sent, dict) else (None, None)
    if not isinstance(data, dict) or isinstance(number, bool) or not isinstance(number, int):
        raise CommitRefused
    if not 0 < number < 2**31 or len(data) > MOST_ELEMENTS:
        raise CommitRefused
    return number, data


def known(standard, data):
    """The elements of ``data`` that this standard lets a module set, as texts; the rest is left out.

    Raises CommitRefused for a value that is no plain text or number, is too long, or holds unstorable characters.
    """
    pattern, kept = KNOWN[standard], {}
    for name, value in data.items():
        if len(name) > LONGEST_NAME or not pattern.fullmatch(name) or value is None:
            continue
        kept[name] = _plain(value)
    return {name: value for name, value in kept.items() if value != ""}


def exit_of(standard, data):
    """How the module left: ``suspend``, ``logout``, … or an empty text."""
    return data.get(EXIT[standard], "")


def seed(standard, data):
    """What a new launch gets back of the ``data`` kept: all but how it was left."""
    return {name: value for name, value in data.items() if name != EXIT[standard]}


def result_of(standard, data, *, mastery=None):
    """The Result in ``data``. A module that gives a score and no verdict is judged by the package's own ``mastery``."""
    return _result_12(data, mastery) if standard == SCORM_12 else _result_2004(data, mastery)


def _result_12(data, mastery):
    status = data.get("cmi.core.lesson_status", "")
    score = _percent(data, "cmi.core.score")
    passed, failed = status == "passed", status == "failed"
    if not passed and not failed and mastery is not None and score is not None and status == "completed":
        passed, failed = score >= mastery, score < mastery
    return Result(status in {"completed", "passed"}, passed, failed, score)


def _result_2004(data, mastery):
    success = data.get("cmi.success_status", "")
    scaled = _number(data.get("cmi.score.scaled"))
    score = math.floor(max(scaled, 0) * 100 + 1e-9) if scaled is not None and -1 <= scaled <= 1 else None
    score = _percent(data, "cmi.score") if score is None else score
    passed, failed = success == "passed", success == "failed"
    if not passed and not failed and mastery is not None and score is not None:
        passed, failed = score >= mastery, score < mastery
    return Result(data.get("cmi.completion_status") == "completed" or passed, passed, failed, score)


def _percent(data, place):
    """Raw score between minimum and maximum (0 and 100 where not said) in whole per cent, rounded down."""
    raw = _number(data.get(f"{place}.raw"))
    if raw is None:
        return None
    least, most = _number(data.get(f"{place}.min")) or 0, _number(data.get(f"{place}.max")) or 100
    if most <= least:
        return None
    return math.floor(min(max((raw - least) / (most - least), 0), 1) * 100 + 1e-9)


def _number(text):
    try:
        number = float(text)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _plain(value):
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise CommitRefused
    text = str(value)
    if len(text) > LONGEST_VALUE or "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise CommitRefused
    return text
