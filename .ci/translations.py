"""Checks that the Spanish catalogue holds every text of the code, all translated, with the same placeholders."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path("pdportal/locale/es/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]*\}")


def texts(path):
    """The catalogue's messages by (context, text)."""
    with path.open("rb") as file:
        return {(m.context, _one(m.id)): m for m in read_po(file, locale="es") if m.id}


def _one(text):
    return text[0] if isinstance(text, tuple) else text


def collected():
    """The messages that makemessages finds in the code now; the catalogue itself is left as it was."""
    if shutil.which("xgettext") is None:
        sys.stdout.write("GNU gettext is not installed: only the catalogue itself is checked.\n")
        return None
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "django.po"
        shutil.copy(CATALOGUE, kept)
        try:
            command = ["makemessages", "--locale", "es", "--no-obsolete", "--no-wrap", "--add-location", "file"]
            ignored = ["--ignore", "var", "--ignore", ".venv", "--ignore", "styleguide*", "-v", "0"]
            subprocess.run([sys.executable, "manage.py", *command, *ignored], check=True)  # noqa: S603  fixed words
            return texts(CATALOGUE)
        finally:
            shutil.copy(kept, CATALOGUE)


def troubles():
    """Every reason why the catalogue is not fit, as lines."""
    known = texts(CATALOGUE)
    wanted = collected() or known
    for key in wanted.keys() - known.keys():
        yield f"not in the catalogue: {key[1]!r}"
    for key, message in known.items():
        if key not in wanted:
            yield f"no longer in the code: {key[1]!r}"
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(strings):
            yield f"not translated: {key[1]!r}"
        elif set(PLACEHOLDER.findall(" ".join(strings))) - set(PLACEHOLDER.findall(_all(message.id))):
            yield f"another placeholder: {key[1]!r}"


def _all(text):
    return " ".join(text) if isinstance(text, tuple) else text


if __name__ == "__main__":
    found = sorted(troubles())
    sys.stdout.write("".join(f"{line}\n" for line in found[:60]))
    sys.exit(f"{len(found)} texts need a translator." if found else 0)
