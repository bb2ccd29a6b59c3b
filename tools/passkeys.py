"""A device that makes passkeys, as Chromium pretends to have one."""

from __future__ import annotations

#: It says yes to whatever is asked.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
