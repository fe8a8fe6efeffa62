from setuptools import setup
from setuptools.command.install import install


class Greeting(install):
    def run(self):
        super().run()
        print("tide-table is installed")


setup(
    # ruleid: drift-install-script
    cmdclass={"install": Greeting},
)
