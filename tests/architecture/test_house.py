"""The house keeps its shape: floors, sizes, opening sentences, reasons beside every exception."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    {"home", "reports"},
    {"duties"},
    {"mentoring"},
    {"courses", "events"},
    {"requirements"},
    {"claims"},
    {"credits"},
    {"badges"},
    {"transcripts"},
    {"notices"},
    {"people"},
]
HEIGHT = {app: height for height, apps_on_floor in enumerate(reversed(FLOORS)) for app in apps_on_floor}


def _tracked(pattern):
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split() if "/migrations/" not in name and (ROOT / name).exists()]


SOURCES = [path for path in _tracked("*.py") if "tests" not in path.relative_to(ROOT).parts]
TEMPLATES = _tracked("templates/**/*.html") + _tracked("templates/*.html")


@pytest.mark.parametrize("app", sorted(HEIGHT))
def test_foreign_keys_point_downwards(app):
    strays = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) and not field.auto_created and field.related_model
        for other in [field.related_model._meta.app_label]
        if other in HEIGHT and other != app and HEIGHT[other] >= HEIGHT[app]
    ]
    assert strays == []


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 60
    assert len(TEMPLATES) > 30


def test_files_are_short():
    assert [str(path) for path in SOURCES if len(path.read_text().splitlines()) > 300] == []


def test_templates_are_short():
    assert [str(path) for path in TEMPLATES if len(path.read_text().splitlines()) > 120] == []


def test_functions_are_short():
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert long == []


def test_modules_open_with_a_sentence():
    silent = [
        str(path) for path in SOURCES if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_every_exception_to_a_rule_has_its_reason_on_the_line():
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*noqa", line) and not re.search(r"#\s*noqa: [A-Z0-9, ]+\s+\S+", line)
    ]
    assert bare == []


def test_templates_have_no_inline_script_or_style():
    inline = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=\"", path.read_text())
    ]
    assert inline == []
