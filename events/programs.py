"""Tells calendar programs apart by what they call themselves, as far as people have names for them."""

import re

from events.choices import Program

# In this order: several of them also claim to be Mozilla, and Thunderbird on a Mac names the system too.
MARKS = [
    (Program.GOOGLE, "google-calendar"),
    (Program.THUNDERBIRD, "thunderbird|lightning"),
    (Program.OUTLOOK, "outlook|microsoft|exchange"),
    (Program.HOME_ASSISTANT, "home ?assistant"),
    (Program.NEXTCLOUD, "nextcloud"),
    (Program.GNOME, "evolution|gnome|libsoup|korganizer|akonadi"),
    (Program.APPLE, "dataaccessd|calendaragent|remindd|accountsd|^ios/|^macos/|mac os x/.*calendar"),
    (Program.ANDROID, "icsx5|davx5|okhttp|dalvik"),
    (Program.BROWSER, r"^mozilla/.*(firefox|chrome|safari|edg)"),
]


def program_of(user_agent):
    """The Program that calls itself ``user_agent``; ``OTHER`` where nobody knows it."""
    text = user_agent[:300].lower()
    return next((program for program, mark in MARKS if re.search(mark, text)), Program.OTHER)
