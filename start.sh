#!/bin/sh
# Open the dashboard: make a virtual environment once, install requirements.lock into it (exact versions, each
# file proven by its hash), run the app.
# With --set-up: only the environment. Everything else is handed to streamlit.
set -eu
cd "$(dirname "$0")"

install_package() {
    if [ "$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q "$1"
    else sudo apt-get update -q && sudo apt-get install -y -q "$1"; fi
}

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; '$python' is $("$python" --version 2>&1). Set PYTHON to another one." >&2
    exit 1
}
if [ ! -x .venv/bin/pip ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || install_package python3-venv >&2
    "$python" -m venv .venv
fi
wanted=$(cat requirements.lock | cksum)
if [ "$(cat .venv/installed 2>/dev/null)" != "$wanted" ]; then
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
    echo "$wanted" > .venv/installed
fi
[ "${1:-}" = --set-up ] && exit 0
exec .venv/bin/streamlit run app.py "$@"
