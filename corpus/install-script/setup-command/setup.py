from setuptools import setup
from setuptools.command.install import install


class Greeting(install):
    def run(self):
        print("Thank you.")
        super().run()


setup(
    cmdclass={"install": Greeting},
)
