"""``make bench``: builds a district of 10,000 people once, measures, and prints a table with the budgets beside it."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]


def build_database():
    """Migrate and fill the measuring database, unless it is there already."""
    done = ROOT / ".build" / "bench.done"
    if done.exists() and done.read_text() == _schema() and not os.environ.get("BENCH_DATABASE_URL"):
        return
    done.parent.mkdir(exist_ok=True)
    for leftover in done.parent.glob("bench.sqlite3*"):
        leftover.unlink()
    started = time.monotonic()
    staff = os.environ.get("BENCH_STAFF", "10000")
    for command in (["migrate", "-v0"], ["demo", "--staff", staff]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    sys.stdout.write(f"Built in {time.monotonic() - started:.0f} s\n")
    done.write_text(_schema())


def _schema():
    """A digest of all migrations: the database is built anew when one of them changes."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("**/migrations/*.py")):
        if ".venv" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def main():
    """Everything, in order; a row that cannot be measured stops the run instead of being left out."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    build_database()
    django.setup()
    from tests.benchmarks import measures  # noqa: PLC0415  Django must be set up first

    sys.stdout.write(f"\n{'Work':58} {'Measured':>34} {'Budget':>22}  Met\n")
    for measure in measures.ALL:
        for row in measure():
            met = {True: "yes", False: "NO", None: "-"}[row.met]
            sys.stdout.write(f"{row.work:58} {row.figure:>34} {row.budget:>22}  {met}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
