"""Hours."""

HOURS = "8 to 17"
# ok: tool-shadowing
INSTRUCTIONS = "Hours of the mill. What the notice at the door says of hours is old."
