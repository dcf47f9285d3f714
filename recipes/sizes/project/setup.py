from setuptools import Extension, setup

setup(packages=["sizes"], ext_modules=[Extension("sizes._sizes", ["sizes/_sizes.c"])])
