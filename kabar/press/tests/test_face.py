"""What was printed with another face is printed anew; what was not, stays."""

from dataclasses import replace

import pytest

from kabar.plates import Address
from kabar.press import services
from kabar.press.face import print_anew, print_anew_if_changed
from kabar.stories.testing import a_live_story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plate(settings):
    """A story's page as it hangs, and where."""
    print_anew()
    address = Address(settings.PAPER.host, a_live_story().path)
    return address, services.print_page(address)


def test_a_paper_that_looks_the_same_keeps_its_plates(plate, machines):
    assert not print_anew_if_changed()
    assert machines.rack.take(plate[0]) is plate[1]
    assert machines.generations.fresh(plate[1])


def test_a_paper_with_a_new_name_is_printed_anew(plate, machines, settings):
    settings.PAPER = replace(settings.PAPER, name="Pos Kota")
    assert print_anew_if_changed()
    assert machines.rack.take(plate[0]) is None
    assert not machines.generations.fresh(plate[1])
    assert not print_anew_if_changed()


def test_a_new_secret_or_port_changes_no_page(plate, settings):
    settings.PAPER = replace(settings.PAPER, secret_key="lain")
    assert not print_anew_if_changed()
