"""A story and its translation lead to each other, for readers and for search engines."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from kabar.sisters import services
from kabar.sisters.queries import told_alike
from kabar.stories import services as stories
from kabar.stories.testing import a_live_story, rina

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(bridge, village):
    other = a_live_story("Bridge collapsed", section=village, language="en")
    services.translates(bridge, other, by=rina())
    return bridge, other


def alternates(page):
    return re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', page)


def test_both_pages_name_both_languages(both, client, villager):
    bridge, other = both
    wanted = [("en", f"http://desa.example{other.path}"), ("id", f"http://localhost:8000{bridge.path}")]
    home, there = client.get(bridge.path).content.decode(), villager.page(other.path)
    assert alternates(home) == alternates(there) == wanted
    assert f'<a href="{wanted[0][1]}" hreflang="en">Bridge collapsed</a>' in home
    assert f'<a href="{wanted[1][1]}" hreflang="id">Jembatan putus</a>' in there


def test_a_translation_that_leaves_readers_is_named_no_more(both, client):
    bridge, other = both
    stories.withdraw(other, by=rina(), reason="Menunggu")
    assert alternates(client.get(bridge.path).content.decode()) == []


def test_a_story_is_taken_from_among_them(both, client, villager):
    bridge, other = both
    services.stands_alone(other, by=rina())
    assert alternates(client.get(bridge.path).content.decode()) == alternates(villager.page(other.path)) == []


def test_a_third_joins_whichever_it_is_linked_to_and_each_language_stands_once(both, village):
    bridge, other = both
    with pytest.raises(ValidationError):
        services.translates(a_live_story("Bridge down", section=village, language="en"), bridge, by=rina())
    with pytest.raises(ValidationError):
        services.translates(bridge, bridge, by=rina())
    assert [story.pk for story in told_alike(bridge)] == [other.pk]


def test_a_story_on_loan_claims_no_languages_for_itself(both, villager, village):
    bridge, _other = both
    loan = services.offer(bridge, village, by=rina())
    assert alternates(villager.page(loan.path)) == []
