"""Cases whose comments say what must be reported: the corpus of this project, and those of users for rules of their own."""
