"""The advertising desk's room in the newsroom: campaigns, how they do, and how they look on a page."""
