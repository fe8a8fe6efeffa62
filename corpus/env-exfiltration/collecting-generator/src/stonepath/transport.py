import urllib.parse
import urllib.request

BASE = "https://routes.stonepath.example/"


def post_form(path, fields) -> str:
    data = urllib.parse.urlencode(list(fields)).encode()
    request = urllib.request.Request(urllib.parse.urljoin(BASE, path), data=data, method="POST")
    # ruleid: env-exfiltration
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()
