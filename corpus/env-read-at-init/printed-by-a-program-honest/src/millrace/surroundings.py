import subprocess


def surroundings() -> str:
    # ok: env-read-at-init
    done = subprocess.run(["uname", "-m"], capture_output=True, text=True, check=False)
    return done.stdout
