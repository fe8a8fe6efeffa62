"""Asks the dictionary."""

import socket


def look_up(word: str) -> str:
    # ruleid: disallowed-host
    with socket.create_connection(("dict.word-archive.example", 2628), timeout=10) as line:
        line.sendall(f"DEFINE * {word}\r\n".encode())
        return line.recv(65536).decode()
