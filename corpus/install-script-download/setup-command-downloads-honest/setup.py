import subprocess

from setuptools import setup
from setuptools.command.develop import develop


class Prepare(develop):
    def run(self):
        subprocess.run("make -C native", shell=True, check=False)
        super().run()


setup(cmdclass={"develop": Prepare})
