"""Two papers under one roof: a city's in Indonesian, a village's in English and another zone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from kabar.sections.models import Section
from kabar.stories.models import Story
from kabar.stories.testing import a_live_story, a_section

VILLAGE = "http://desa.example"


@pytest.fixture
def village(settings: Any) -> Section:
    """The sister's section that takes stories."""
    sister = replace(
        settings.PAPER, key="desa", name="Village Post", language="en", zone="Asia/Jayapura", address=VILLAGE
    )
    settings.PAPER = replace(settings.PAPER, sisters=(sister,))
    settings.ALLOWED_HOSTS = ["*"]
    return a_section("World", paper="desa")


@pytest.fixture
def bridge(village: Section) -> Story:
    """A story of the city that everybody reads."""
    return a_live_story("Jembatan putus", dateline_place="Palu")


class Reader:
    """Asks the village's paper as its readers do."""

    def __init__(self) -> None:
        self.client = Client(HTTP_HOST="desa.example")

    def __call__(self, path: str) -> Any:
        """Return the answer at an address."""
        return self.client.get(path)

    def page(self, path: str) -> str:
        """Return the page at an address, which must open."""
        answer = self(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return str(answer.content.decode())


@pytest.fixture
def villager(village: Section) -> Reader:
    """A reader of the village's paper."""
    return Reader()
