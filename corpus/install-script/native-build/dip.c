int dip(void) { return 1; }
