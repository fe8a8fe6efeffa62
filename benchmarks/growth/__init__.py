"""How the cost of a scan grows with its input, by family of inputs."""
