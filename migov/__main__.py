"""``python -m migov``: the command line without the script."""

from migov.cli import main

raise SystemExit(main())
