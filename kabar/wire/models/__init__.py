"""What has come in: archives and what became of them; feeds, wire items, and the stories made from them."""

from kabar.wire.models.archives import ImportRun, OpenPointer, ReceivedCard, ReceivedPicture, ReceivedStory
from kabar.wire.models.desk import Derived, Rule
from kabar.wire.models.feeds import Feed, Health, Listening, RefusedCopy, Subscription
from kabar.wire.models.items import Item, ItemPicture, Message, Piece, Stand

__all__ = [
    "Derived",
    "Feed",
    "Health",
    "ImportRun",
    "Item",
    "ItemPicture",
    "Listening",
    "Message",
    "OpenPointer",
    "Piece",
    "ReceivedCard",
    "ReceivedPicture",
    "ReceivedStory",
    "RefusedCopy",
    "Rule",
    "Stand",
    "Subscription",
]
