NAME = "spindle"
