"""Every write of the wire: archives, copy received, taken into stories, flagged when it changes."""

from kabar.wire.reports import ImportRefused, Report
from kabar.wire.services.archives import KINDS, Asked, export, import_archive, import_stories, import_wxr
from kabar.wire.services.receiving import Received, file_items, receive
from kabar.wire.services.rules import add_rule, drop_rule
from kabar.wire.services.taking import Conflict, put_aside, seen_refused, take

__all__ = [
    "KINDS",
    "Asked",
    "Conflict",
    "ImportRefused",
    "Received",
    "Report",
    "add_rule",
    "drop_rule",
    "export",
    "file_items",
    "import_archive",
    "import_stories",
    "import_wxr",
    "put_aside",
    "receive",
    "seen_refused",
    "take",
]
