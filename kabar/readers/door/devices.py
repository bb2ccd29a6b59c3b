"""What a reader's list of devices calls a browser."""

from __future__ import annotations

from django.http import HttpRequest

#: The first sign that a browser says of itself and that no earlier one in the list says as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """Return browser and system in two words, as far as the browser says what it is."""
    said = request.headers.get("user-agent", "")
    names = [next((name for sign, name in known if sign in said), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or said.split("/")[0][:40] or "?"
