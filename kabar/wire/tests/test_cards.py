"""What an export says of its files is found by number, by address, and by the post a file hangs on."""

from __future__ import annotations

import pytest

from kabar.wire.importers.cards import Cards
from kabar.wire.importers.media import Attachment

pytestmark = pytest.mark.once


@pytest.fixture
def cards() -> Cards:
    kept = Cards()
    kept.add(Attachment("7", "3", "https://desa.id/wp-content/uploads/sawah.jpg", alt="Sawah"))
    kept.add(Attachment("8", "3", "https://desa.id/wp-content/uploads/padi.jpg"))
    kept.add(Attachment("9", "4", "https://desa.id/wp-content/uploads/kali.jpg"))
    return kept


def test_a_file_is_found_by_its_number_and_by_its_address_in_any_size(cards: Cards) -> None:
    found = cards.numbered("7")
    assert found and (found.alt, found.parent) == ("Sawah", "3")
    assert cards.at("http://desa.id/wp-content/uploads/sawah-300x200.jpg?x=1") == found
    assert cards.numbered("70") is None and cards.at("https://lain.id/sawah.jpg") is None


def test_the_files_of_a_post_come_in_their_order(cards: Cards) -> None:
    assert [card.number for card in cards.on("3")] == ["7", "8"]
    assert cards.on("5") == []


def test_of_two_files_with_one_number_the_later_one_counts(cards: Cards) -> None:
    cards.add(Attachment("7", "4", "https://desa.id/wp-content/uploads/baru.jpg"))
    assert [card.number for card in cards.on("3")] == ["8"]
    assert [card.url.rsplit("/", 1)[-1] for card in cards.on("4")] == ["kali.jpg", "baru.jpg"]
