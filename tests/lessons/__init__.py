"""Tests of the figures that lessons state."""
