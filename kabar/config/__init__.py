"""The publisher's settings: kabar.toml and the environment become one frozen `Paper`."""

from kabar.config.loading import CONFIG_FILE, crash_point, folder_in_use, imagine, load, use_folder
from kabar.config.paper import (
    Crawler,
    Database,
    Feed,
    Gateway,
    Imprint,
    Mail,
    MembershipTerms,
    Metering,
    Newsroom,
    Newsstand,
    Paper,
    PaperError,
    Provider,
    Words,
)

__all__ = [
    "CONFIG_FILE",
    "Crawler",
    "Database",
    "Feed",
    "Gateway",
    "Imprint",
    "Mail",
    "MembershipTerms",
    "Metering",
    "Newsroom",
    "Newsstand",
    "Paper",
    "PaperError",
    "Provider",
    "Words",
    "crash_point",
    "folder_in_use",
    "imagine",
    "load",
    "use_folder",
]
