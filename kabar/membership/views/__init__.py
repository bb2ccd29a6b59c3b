"""The public doors of membership: the offer, the room, the counter, and where gateways knock."""
