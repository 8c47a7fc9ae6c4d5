"""Rules of the room: the need of the days ahead, shortages and deliveries as they are stated."""
