#!/bin/sh
# Run the whole test suite, the real browser included; installs what it needs. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."

sh start.sh --set-up
wanted=$(cat tests/requirements.lock | cksum)
if [ "$(cat .venv/installed-tests 2>/dev/null)" != "$wanted" ]; then
    .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r tests/requirements.lock
    echo "$wanted" > .venv/installed-tests
fi
missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q $missing
    else sudo apt-get update -q && sudo apt-get install -y -q $missing; fi
fi
exec .venv/bin/python -m pytest -n 2 --dist loadfile "$@"
