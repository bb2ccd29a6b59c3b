"""The allow-list of addresses that may be embedded in a story or stand for a clip."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Host of an embed, without www., and the name a reader knows it by.
PROVIDERS = {
    "youtube.com": "YouTube",
    "m.youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "youtube-nocookie.com": "YouTube",
    "vimeo.com": "Vimeo",
    "player.vimeo.com": "Vimeo",
    "x.com": "X",
    "twitter.com": "X",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "tiktok.com": "TikTok",
    "open.spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud",
    "google.com": "Google Maps",
    "maps.app.goo.gl": "Google Maps",
    "openstreetmap.org": "OpenStreetMap",
    "datawrapper.dwcdn.net": "Datawrapper",
    "public.flourish.studio": "Flourish",
    "flo.uri.sh": "Flourish",
}


def provider_of(url: str) -> str:
    """Return the provider's name, or nothing when the address is not on the list."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme != "https" or (host == "google.com" and not parts.path.startswith("/maps")):
        return ""
    return PROVIDERS.get(host, "")


def check_embed(url: str) -> None:
    """Refuse an address that is not on the list, naming those that are."""
    if not provider_of(url):
        known = ", ".join(sorted(set(PROVIDERS.values())))
        raise ValidationError(
            _("%(url)s cannot be embedded. Use an https address of: %(known)s.")
            % {"url": url, "known": known}
        )
