"""Sessions of the newsroom: each ends twelve hours after it began, is listed, and can be ended at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db.models import QuerySet

from kabar import clock

#: How long a session lasts, whatever is done in it.
LASTS = timedelta(hours=12)


class SessionStore(InDatabase):
    """Keeps whose session it is beside what is in it."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the rows."""
        from kabar.staff.factors.models import NewsroomSession

        return NewsroomSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Write down whose it is and where it came from."""
        row: Any = super().create_model_instance(data)
        row.user_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.address, row.browser = data.get("address", ""), data.get("browser", "")
        row.begun_at = datetime.fromisoformat(data["begun"]) if "begun" in data else None
        return row


def begin(request: Any, **_signal: Any) -> None:
    """Note when and where a session began, and when it ends; called when someone has signed in."""
    from kabar.staff.signin import address_of

    now = clock.now()
    request.session["begun"] = now.isoformat()
    request.session["address"] = address_of(request)
    request.session["browser"] = request.headers.get("user-agent", "")[:200]
    request.session.set_expiry(now + LASTS)


def of(user: Any) -> QuerySet[Any]:
    """Return someone's sessions that have not ended, the newest first."""
    return (
        SessionStore.get_model_class()
        .objects.filter(user=user, expire_date__gt=clock.now())
        .order_by("-begun_at")
    )


def end(user: Any, key: str = "", *, but: str | None = None) -> int:
    """End one of someone's sessions, or all of them but one; return how many ended."""
    ending = SessionStore.get_model_class().objects.filter(user=user)
    ending = ending.filter(session_key=key) if key else ending.exclude(session_key=but)
    return ending.delete()[0]
