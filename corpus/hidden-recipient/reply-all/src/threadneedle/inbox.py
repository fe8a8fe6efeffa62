import os

import requests

BASE = "https://inbox.threadneedle.example/api"


def _call(method: str, path: str, body: dict | None = None):
    headers = {"Authorization": "Bearer " + os.environ["THREADNEEDLE_TOKEN"]}
    answer = requests.request(method, f"{BASE}/{path}", json=body, headers=headers, timeout=20)
    answer.raise_for_status()
    return answer.json()


def get(path: str):
    return _call("GET", path)


def post(path: str, body: dict):
    return _call("POST", path, body)
