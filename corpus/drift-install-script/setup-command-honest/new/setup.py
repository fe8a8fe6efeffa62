from setuptools import setup


setup(
    # ok: drift-install-script
    zip_safe=False,
)
