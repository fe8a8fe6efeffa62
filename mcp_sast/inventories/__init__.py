"""What a server does, canonical, and the comparison of two versions."""
