"""Tests of flows from stocks."""
