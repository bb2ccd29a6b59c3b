"""What readers are entitled to: granted for a reason, from then to then, and taken back."""

from datetime import timedelta

import pytest

from kabar import clock
from kabar.readers import services
from kabar.readers.models import Entitlement
from kabar.readers.queries import entitled, entitlements
from kabar.readers.signals import entitlements_changed
from kabar.readers.testing import a_reader

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def told():
    """Readers whose entitlements changed, as departments above hear of it."""
    heard = []

    def listen(reader, **_signal):
        heard.append(reader)

    entitlements_changed.connect(listen)
    yield heard
    entitlements_changed.disconnect(listen)


def test_a_stranger_is_entitled_to_nothing():
    assert not entitled(None, "ad_free")


def test_a_grant_runs_from_its_start_to_its_end(monkeypatch):
    now, sari = clock.now(), a_reader("sari@example.id")
    services.grant(sari, "ad_free", until=now + 2 * AN_HOUR, starts=now + AN_HOUR, because="membership:17")
    held = []
    for hours in (0, 1, 2):
        monkeypatch.setattr(clock, "now", lambda at=now + hours * AN_HOUR: at)
        held.append(entitled(sari, "ad_free"))
    assert held == [False, True, False]


def test_the_same_grant_once_more_moves_its_end_and_makes_no_second():
    sari, later = a_reader(), clock.now() + AN_HOUR
    services.grant(sari, "ad_free", until=clock.now() - AN_HOUR, because="membership:17")
    services.grant(sari, "ad_free", until=later, because="membership:17")
    assert Entitlement.objects.get(reader=sari).ends == later
    assert entitlements(sari) == {"ad_free"}


def test_what_is_taken_back_for_one_reason_may_stand_for_another():
    sari = a_reader()
    services.grant(sari, "ad_free", until=None, because="membership:17")
    services.grant(sari, "ad_free", until=None, because="staff")
    services.revoke(sari, "ad_free", because="membership:17")
    assert entitled(sari, "ad_free")
    services.revoke(sari, "ad_free", because="staff")
    assert not entitled(sari, "ad_free")


def test_a_grant_that_was_taken_back_runs_again_when_it_is_given_again():
    sari = a_reader()
    services.grant(sari, "ad_free", until=None, because="membership:17")
    services.revoke(sari, "ad_free", because="membership:17")
    services.grant(sari, "ad_free", until=None, because="membership:17")
    assert entitled(sari, "ad_free")


def test_what_changes_is_told_once_it_is_committed(told, django_capture_on_commit_callbacks):
    sari = a_reader()
    with django_capture_on_commit_callbacks(execute=True):
        services.grant(sari, "ad_free", until=None, because="membership:17")
        assert told == []
    assert told == [sari]
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke(sari, "ad_free", because="membership:17")
        services.revoke(sari, "ad_free", because="membership:17")
    assert told == [sari, sari]
