"""Reads imsmanifest.xml of a SCORM package: which standard, which parts in which order, where each begins. Pure."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from courses.scorm_errors import PackageRefused

NAME = "imsmanifest.xml"
MOST_BYTES = 1024 * 1024
MOST_PARTS = 100
LONGEST_TITLE = 200
SCORM_12, SCORM_2004 = "1.2", "2004"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True)
class Part:
    """One thing to launch: a SCO (it may report), or an asset (a page that cannot)."""

    id: str
    title: str
    href: str
    is_sco: bool
    mastery: float | None = None
    launch_data: str = ""

    @property
    def path(self):
        """The file in the package at which the part begins."""
        return unquote(urlsplit(self.href).path)


@dataclass(frozen=True)
class Manifest:
    """What a manifest says; ``edition`` is its own word for the version."""

    standard: str
    edition: str
    title: str
    parts: tuple[Part, ...]


def read(data):
    """The Manifest in the bytes ``data``; raises PackageRefused in words an author can act on."""
    if len(data) > MOST_BYTES:
        raise PackageRefused(_("imsmanifest.xml is larger than 1 MB; no module needs that much."))
    try:
        root = fromstring(data)
    except DefusedXmlException as trick:
        raise PackageRefused(_("imsmanifest.xml declares entities of its own, which is not safe to read.")) from trick
    except (ParseError, ValueError, LookupError) as trouble:
        raise PackageRefused(_("imsmanifest.xml is no readable XML.")) from trouble
    if _local(root.tag) != "manifest":
        raise PackageRefused(
            _("imsmanifest.xml is no manifest: it begins with <%(tag)s>.") % {"tag": _local(root.tag)[:40]}
        )
    standard, edition = _standard(root)
    organization = _organization(root)
    title = _text(organization, "title") if organization is not None else ""
    parts = _parts(root, organization)
    if not parts:
        raise PackageRefused(_("imsmanifest.xml names nothing that could be opened."))
    if len(parts) > MOST_PARTS:
        raise PackageRefused(_("The package has more than %(most)s parts.") % {"most": MOST_PARTS})
    return Manifest(standard, edition, title, parts)


def _standard(root):
    """Which of the two standards, and the manifest's own word for it."""
    said = next((_text(node, "schemaversion") for node in root if _local(node.tag) == "metadata"), "")
    names = {node.tag.partition("}")[0] for node in root.iter()}
    names |= {name.partition("}")[0] for node in root.iter() for name in node.attrib}
    if said.startswith("1.2") or (not said and any("adlcp_rootv1p2" in name for name in names)):
        return SCORM_12, said or SCORM_12
    if "2004" in said or said.startswith("CAM 1.3") or any("adlcp_v1p3" in name for name in names):
        return SCORM_2004, (said or SCORM_2004)[:40]
    raise PackageRefused(
        _("imsmanifest.xml says neither SCORM 1.2 nor SCORM 2004 (its schemaversion is “%(said)s”).")
        % {"said": said[:40]}
    )


def _organization(root):
    """The organization that the manifest calls its default, else the first, else None."""
    block = next((node for node in root if _local(node.tag) == "organizations"), None)
    found = [node for node in block if _local(node.tag) == "organization"] if block is not None else []
    default = block.get("default") if block is not None else None
    return next((node for node in found if node.get("identifier") == default), found[0] if found else None)


def _parts(root, organization):
    """The parts in the order of the organization; without one, every SCO in the order of the resources."""
    resources = _resources(root)
    parts = []
    for item in organization.iter() if organization is not None else ():
        resource = resources.get(item.get("identifierref")) if _local(item.tag) == "item" else None
        if resource:
            parts.append(_part(item, *resource))
    if parts or organization is not None:
        return tuple(parts)
    bare = [(node, href) for node, href in resources.values() if _is_sco(node)] or list(resources.values())[:1]
    return tuple(Part(node.get("identifier", "")[:200], "", href, _is_sco(node)) for node, href in bare)


def _part(item, node, href):
    mastery, launch_data = None, ""
    for child in item.iter():
        kind = _local(child.tag).lower()
        if kind == "masteryscore":
            mastery = _number(child.text)
        elif kind == "minnormalizedmeasure" and mastery is None:
            measure = _number(child.text)
            mastery = measure * 100 if measure is not None else None
        elif kind == "datafromlms":
            launch_data = (child.text or "")[:4096]
    title = _text(item, "title")[:LONGEST_TITLE]
    return Part(item.get("identifier", "")[:200], title, href + _query(item, href), _is_sco(node), mastery, launch_data)


def _query(item, href):
    """The parameters of an item as the end of its address."""
    extra = item.get("parameters", "")[:1000].strip().lstrip("?&")
    if not extra or extra.startswith("#"):
        return extra
    return ("&" if "?" in href else "?") + extra


def _resources(root):
    """Resource identifier to ``(element, address inside the package)``, for those that can be opened."""
    found = {}
    for block in (node for node in root if _local(node.tag) == "resources"):
        base = root.get(XML_BASE, "") + block.get(XML_BASE, "")
        for node in block:
            if _local(node.tag) == "resource" and node.get("href"):
                found[node.get("identifier")] = (node, _inside(base + node.get(XML_BASE, "") + node.get("href")))
    return found


def _inside(href):
    """``href`` as an address inside the package; raises PackageRefused for one that leads out of it."""
    href = href.strip().replace("\\", "/")
    try:
        split = urlsplit(href)
    except ValueError:
        split = None
    path = posixpath.normpath(split.path) if split and split.path else ""
    if split is None or split.scheme or split.netloc or path.startswith(("/", "..")) or "/../" in unquote(path):
        raise PackageRefused(_("A part begins at “%(href)s”, which is outside the package.") % {"href": href[:100]})
    return path + href[len(split.path) :]


def _is_sco(node):
    kind = next((value for name, value in node.attrib.items() if _local(name).lower() == "scormtype"), "")
    return kind.lower() == "sco"


def _text(node, name):
    """The text of the first child called ``name``, in one line."""
    child = next((child for child in node if _local(child.tag) == name), None)
    return " ".join("".join(child.itertext()).split()) if child is not None else ""


def _number(text):
    try:
        number = float((text or "").strip())
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None


def _local(tag):
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
