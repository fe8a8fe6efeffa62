"""What models are told."""

# ok: disallowed-tool
INSTRUCTIONS = "Departures are those of the pier and may be late."
BOARD = {"north": ["09:10", "11:40"]}
