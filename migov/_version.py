"""The version of the package; the versions of the data are in the registry."""

__version__ = "0.1.0"
