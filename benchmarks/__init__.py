"""How fast migov is, as ratios to the least that the same work can cost (``make bench``).

Each file ``bench_*.py`` here is collected and has one function, ``benchmark()``, that gives a
:class:`~benchmarks.harness.Benchmark`: what migov does, the floor it is held against, and the
limit of the ratio between them.
"""
