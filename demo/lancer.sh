#!/bin/sh
# Installe le programme dans .venv à la racine du projet, puis construit le pack du film de démonstration.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Il faut Python 3.11 ou plus récent (variable PYTHON pour en désigner un autre)." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check .
exec .venv/bin/chargeprod-xl construire demo
