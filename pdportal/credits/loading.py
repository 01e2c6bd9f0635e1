"""Reads rule packs from YAML files: packs that are not there yet are written, those that are stay as they are."""

from pathlib import Path

import yaml
from django.db import transaction

from pdportal.common.dates import today
from pdportal.credits.records import RulePack, RulePackVersion
from pdportal.credits.rules import publish_version
from pdportal.transcripts.pages import Topic

PACKS = Path(__file__).parent / "packs"
COMMON = {"confirmed": True, "source": "", "note_en": "", "note_es": ""}
OPTIONAL = {
    "cap": {"percent": None, "hours": None},
    "topic": {"topic": "", "name_es": "", "percent": None, "hours": None},
    "conversion": {},
    "approval": {},
}


@transaction.atomic
def load_packs(*, by=None, folder=PACKS):
    """Write the packs of ``folder`` that are missing, with the topics they speak of; returns those written.

    A pack that exists is left alone, whatever the file says: coordinators may have changed it.
    """
    known = set(RulePack.objects.values_list("slug", flat=True))
    files = sorted(folder.glob("*.yaml"))
    packs = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return [_load(pack, by) for pack in packs if pack["slug"] not in known]


def stream_of(rules):
    """The stream value of rules as they stand in a file: ``{"cap": {…}}``, ``{"topic": {…}}`` and so on."""
    blocks = [
        {"type": kind, "value": COMMON | OPTIONAL[kind] | value} for rule in rules for kind, value in rule.items()
    ]
    return RulePackVersion._meta.get_field("rules").stream_block.to_python(blocks)


def _load(data, by):
    pack = RulePack.objects.create(
        slug=data["slug"], name_en=data["name"]["en"], name_es=data["name"]["es"], jurisdiction=data["jurisdiction"],
        duty=data["duty"], position=data["position"], active=data["in_use"],
    )  # fmt: skip
    said = data["version"]
    _topics(said.get("rules", []))
    publish_version(
        pack, by=by, valid_from=said.get("valid_from", today()), audience=said["audience"],
        cycle_start=said["cycle"]["start"], cycle_years=said["cycle"]["years"], hours_needed=said["hours_needed"],
        authority=said["authority"], source=said.get("source", ""), checked_on=said.get("checked_on"),
        confirmed=said["confirmed"], note_en=said["note"]["en"], note_es=said["note"]["es"],
        rules=stream_of(said.get("rules", [])),
    )  # fmt: skip
    return pack


def _topics(rules):
    """Make the topics that the rules ask for, so that activities can carry them."""
    asked = [rule["topic"] for rule in rules if "topic" in rule and rule["topic"].get("topic")]
    for topic in asked:
        names = {"name_en": topic["name_en"], "name_es": topic["name_es"]}
        Topic.objects.get_or_create(slug=topic["topic"], defaults=names)
