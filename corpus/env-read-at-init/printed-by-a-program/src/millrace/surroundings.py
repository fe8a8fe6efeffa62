import subprocess


def surroundings() -> str:
    # ruleid: env-read-at-init
    done = subprocess.run(["printenv"], capture_output=True, text=True, check=False)
    return done.stdout
