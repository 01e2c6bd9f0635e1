"""``make bench``: builds a district of 10,000 people once, measures, and prints a table with the budgets beside it."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
MORE = ["tests.benchmarks.more"]


def build_database():
    """Migrate and fill the measuring database, unless one of this shape is there already."""
    done = ROOT / ".build" / "bench.done"
    elsewhere = "BENCH_DATABASE_URL" in os.environ
    if not elsewhere and done.exists() and done.read_text() == _schema():
        return
    done.parent.mkdir(exist_ok=True)
    if not elsewhere:
        for leftover in done.parent.glob("bench.sqlite3*"):
            leftover.unlink()
    started = time.monotonic()
    for command in (["demo", "--migrate", "--staff", os.environ.get("BENCH_STAFF", "10000")], MORE):
        module = ["-m", *command] if command is MORE else ["manage.py", *command]
        subprocess.run([sys.executable, *module], cwd=ROOT, check=True)
    sys.stdout.write(f"Built in {time.monotonic() - started:.0f} s\n")
    if not elsewhere:
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

    elsewhere = "BENCH_DATABASE_URL" in os.environ
    if not elsewhere:
        sys.stdout.write(f"\n{'Work':62} {'Measured':>22} {'Budget':>16}  Met\n")
    for measure in measures.ON_POSTGRESQL if elsewhere else measures.ALL:
        for row in measure():
            met = {True: "yes", False: "NO", None: "-"}[row.met]
            sys.stdout.write(f"{row.work:62} {row.figure:>22} {row.budget:>16}  {met}\n")
            sys.stdout.flush()
    if not elsewhere and "BENCH_POSTGRES_URL" in os.environ:
        environment = os.environ | {"BENCH_DATABASE_URL": os.environ["BENCH_POSTGRES_URL"]}
        subprocess.run([sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
