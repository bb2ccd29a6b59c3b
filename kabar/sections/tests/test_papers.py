"""A section of a sister paper is begun in the newsroom that both share."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kabar.sections.models import Section
from kabar.stories.testing import rina

pytestmark = pytest.mark.django_db


def test_a_new_section_says_which_paper_it_belongs_to_and_keeps_it(client, settings):
    sister = replace(settings.PAPER, key="desa", name="Pos Desa", address="http://desa.example")
    settings.PAPER = replace(settings.PAPER, sisters=(sister,))
    client.force_login(rina())
    said = {"paper": "desa", "name": "Dunia", "slug": "dunia", "position": 0, "hue": 215, "on_menu": "on"}
    answer = client.post(reverse("sections:add"), said)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Section.objects.get(slug="dunia")
    assert made.paper == "desa"
    client.post(reverse("sections:edit", args=[made.pk]), {**said, "paper": "main", "name": "Jagat"})
    made.refresh_from_db()
    assert (made.paper, made.name) == ("desa", "Jagat")


def test_of_one_paper_nobody_is_asked(client):
    client.force_login(rina())
    assert 'name="paper"' not in client.get(reverse("sections:add")).content.decode()
