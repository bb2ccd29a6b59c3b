"""Keys of the newsroom: every department's sheet stands on the one cheat sheet."""

import pytest
from django.test import Client
from django.urls import reverse

from kabar.masthead import shortcuts
from kabar.masthead.shortcuts import LABELS, ON_A_MAC, Sheet, Shortcut
from kabar.stories.testing import rina


def test_keys_are_spelled_as_they_are_printed_on_the_keyboard():
    press = Shortcut("mod+shift+enter", "Terbitkan", press=".send")
    assert press.spelled(LABELS) == ["Ctrl", "Shift", "Enter"]
    assert press.spelled({**LABELS, **ON_A_MAC}) == ["⌘", "Shift", "Enter"]


def test_no_keys_mean_two_things_on_one_screen():
    for sheet in shortcuts.sheets():
        keys = [each.keys for each in sheet.shortcuts]
        assert len(keys) == len(set(keys)), sheet.name


@pytest.mark.django_db
def test_a_department_s_sheet_stands_on_the_cheat_sheet(monkeypatch):
    monkeypatch.setattr(shortcuts, "_sheets", {})
    shortcuts.register(Sheet("kopi", "Meja kopi", "#kopi", (Shortcut("alt+shift+k", "Seduh", tell="kopi"),)))
    desk = Client()
    desk.force_login(rina())
    page = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert 'data-kabar-keys-on="#kopi"' in page
    assert 'data-kabar-keys="alt+shift+k"' in page
    assert "Seduh" in page
    assert "kabar/newsroom/shortcuts" in page
