#!/bin/sh
# Make .venv in this checkout and install migov into it, editable, with one extra: setup.sh EXTRA.
# uv does it if it is there, else venv and pip.  PYTHON names the interpreter; without it the
# first that works of the names below is taken.
set -eu
extra=${1:?which extra: course, test or lab}

fits() {
    # A name on PATH may be a stub that does not run, and Debian's python3 may lack ensurepip.
    needs=sys
    command -v uv >/dev/null 2>&1 || needs="sys, venv, ensurepip"
    "$1" -c "import $needs; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    fits "$PYTHON" || {
        echo "PYTHON=$PYTHON does not run as Python 3.11, 3.12 or 3.13 (with venv, if uv is absent)." >&2
        exit 1
    }
    python=$PYTHON
else
    python=
    for name in python3 python python3.13 python3.12 python3.11; do
        if fits "$name"; then python=$name && break; fi
    done
fi

version() { "$1" -c 'import platform; print(platform.python_version())'; }

if ! [ -x .venv/bin/python ] || ! fits .venv/bin/python ||
    { [ -n "${PYTHON:-}" ] && [ "$(version "$PYTHON")" != "$(version .venv/bin/python)" ]; }; then
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        # Without a Python of ours to name, uv looks where it keeps its own.
        uv venv --quiet --python "${python:->=3.11,<3.14}" .venv
    elif [ -n "$python" ]; then
        "$python" -m venv .venv
    else
        echo "migov needs Python 3.11, 3.12 or 3.13 and found none (on Debian, also python3-venv)." >&2
        echo "Install one and try again, or name it: make PYTHON=/path/to/python ..." >&2
        exit 1
    fi
fi

echo "Setting up .venv (Python $(version .venv/bin/python), extra \"$extra\"); once, a minute or two ..." >&2
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --editable ".[$extra]"
else
    # uv leaves pip out of the environments that it makes.
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --default-pip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[$extra]"
fi
