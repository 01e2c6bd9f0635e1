"""Videos kept elsewhere: which hosts a lesson may embed, and the address of their private player.

``settings.VIDEO_HOSTS`` names the hosts of players. Two are known by the shape of their addresses; any other host is
taken for a PeerTube server, which districts and universities run themselves.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

YOUTUBE, VIMEO = "www.youtube-nocookie.com", "player.vimeo.com"
YOUTUBE_SITES = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", YOUTUBE}
VIMEO_SITES = {"vimeo.com", "www.vimeo.com", VIMEO}
NAME = re.compile(r"[A-Za-z0-9_-]{6,40}")


@dataclass(frozen=True)
class Player:
    """The player of one video: the site people know, the host that is framed, and the video's name there."""

    site: str
    host: str
    key: str
    address: str

    @property
    def origin(self):
        """What a content security policy allows to be framed."""
        return f"https://{self.host}"


def player_of(address):
    """The Player for the address of a video's page; None where its host is not allowed or no video is named."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.port or parts.username:
        return None
    if host in YOUTUBE_SITES:
        return _allowed("YouTube", YOUTUBE, _youtube_key(parts, host), "https://{host}/embed/{key}")
    if host in VIMEO_SITES:
        found = re.fullmatch(r"/(?:video/)?(\d{6,12})/?", parts.path)
        return _allowed("Vimeo", VIMEO, found and found[1], "https://{host}/video/{key}?dnt=1")
    found = re.fullmatch(r"/(?:w|videos/watch|videos/embed)/([^/]+)/?", parts.path)
    return _allowed(host, host, found and found[1], "https://{host}/videos/embed/{key}?p2p=0")


def origin_to_play(body, key):
    """The origin to frame where the stream ``body`` holds a video of that name, kept elsewhere; else None."""
    players = (block.value.player for block in body if block.block_type == "video") if key else ()
    return next((player.origin for player in players if player and player.key == key), None)


def _youtube_key(parts, host):
    if host == "youtu.be":
        return parts.path.strip("/")
    found = re.fullmatch(r"/(?:embed|shorts|live)/([^/]+)/?", parts.path)
    return found[1] if found else parse_qs(parts.query).get("v", [""])[0]


def _allowed(site, host, key, shape):
    if host not in settings.VIDEO_HOSTS or not key or not NAME.fullmatch(key):
        return None
    return Player(site, host, key, shape.format(host=host, key=key))
