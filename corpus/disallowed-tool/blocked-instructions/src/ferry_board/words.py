"""What models are told."""

# ruleid: disallowed-tool
INSTRUCTIONS = "Departures are those of Booking-Desk 7 and may be late."
BOARD = {"north": ["09:10", "11:40"]}
