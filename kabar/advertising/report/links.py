"""The link by which an advertiser opens the report of one campaign, and of nothing else."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from kabar.advertising.models import Campaign

_SALT = "kabar.advertising.report"


def token(campaign: Campaign) -> str:
    """Return what the link carries; it opens nothing once the report is withdrawn."""
    return Signer(salt=_SALT, sep=".").sign(f"{campaign.pk}-{campaign.report_serial}")


def path(campaign: Campaign) -> str:
    """Return the link's path."""
    return f"/-/ads/report/{token(campaign)}/"


def campaign_of(paper: str, said: str) -> Campaign | None:
    """Return the campaign a link was given out for; None for any other link."""
    try:
        number, serial = Signer(salt=_SALT, sep=".").unsign(said).split("-")
    except (BadSignature, ValueError):
        return None
    return Campaign.objects.filter(paper=paper, pk=int(number), report_serial=int(serial)).first()
