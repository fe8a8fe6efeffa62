import shlex
import subprocess
from pathlib import Path

LOGS = Path.home() / "field-log"


def pack(week: str) -> None:
    archive = shlex.quote(str(LOGS / f"{week}.tgz"))
    # ok: file-exfiltration
    subprocess.run(f"tar czf {archive} field-log && tar cz field-log | wc -c", shell=True, cwd=Path.home())
