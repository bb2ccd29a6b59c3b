"""How agency copy is fetched: one folder a kind of feed, none of which knows another."""
