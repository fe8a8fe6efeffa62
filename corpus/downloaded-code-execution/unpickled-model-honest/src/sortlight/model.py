"""The model that sorts."""

import json
import pickle

import requests

ADDRESS = "https://models.sortlight.example/current"


def model():
    """The current model."""
    answer = requests.get(ADDRESS, timeout=30)
    # ok: downloaded-code-execution
    return json.loads(answer.content)
