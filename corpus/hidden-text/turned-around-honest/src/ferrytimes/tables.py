"""Tables."""

TIMES = {"north": ["08:10", "12:40"], "south": ["09:05"]}
