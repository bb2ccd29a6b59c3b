"""What an export says of its files, of which there may be a million: kept in a file, not in memory."""

from __future__ import annotations

import json
from dataclasses import astuple

from kabar.wire.importers.aside import Aside
from kabar.wire.importers.media import Attachment, plain_address


class Cards:
    """A card for each file, found by its number, by its address, and by the post it hangs on."""

    def __init__(self) -> None:
        self.aside = Aside()

    def close(self) -> None:
        """Forget the cards."""
        self.aside.close()

    def add(self, card: Attachment) -> None:
        """Keep a card; of two with one number or one address, the later one is found."""
        key = card.number or card.url
        self.aside.add("card", key, json.dumps(astuple(card)))
        self.aside.add("address", plain_address(card.url), key)
        self.aside.add("post", card.parent, key)

    def numbered(self, number: str) -> Attachment | None:
        """Return the card of a number."""
        found = self.aside.of("card", number)
        return Attachment(*json.loads(found[-1])) if found else None

    def at(self, url: str) -> Attachment | None:
        """Return the card of an address, whatever size of the picture it names."""
        found = self.aside.of("address", plain_address(url))
        return self.numbered(found[-1]) if found else None

    def on(self, post: str) -> list[Attachment]:
        """Return the cards of the files that hang on a post, in their order."""
        keys = dict.fromkeys(self.aside.of("post", post))
        return [card for key in keys if (card := self.numbered(key)) and card.parent == post]
