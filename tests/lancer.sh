#!/bin/sh
# Tous les contrôles, dans .venv-tests : style, types, tests. LibreOffice est l'arbitre, node fait tourner les fonctions
# comme dans un navigateur : ils sont installés s'ils manquent.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
besoins=""
command -v soffice >/dev/null 2>&1 || besoins="libreoffice-calc"
[ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import uno' 2>/dev/null || besoins="$besoins python3-uno"
fc-list 2>/dev/null | grep -qi carlito || besoins="$besoins fonts-crosextra-carlito fontconfig"
command -v npm >/dev/null 2>&1 || besoins="$besoins nodejs npm"
python=${PYTHON:-python3}
"$python" -c 'import ensurepip' 2>/dev/null || besoins="$besoins python3-venv"
if [ -n "$besoins" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "À installer d'abord : $besoins" >&2
        exit 2
    fi
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $besoins >/dev/null
fi
[ -x .venv-tests/bin/python ] || "$python" -m venv .venv-tests
bin=.venv-tests/bin
"$bin/python" -m pip install --quiet --disable-pip-version-check -e '.[test]'
[ -d .pyodide/node_modules/pyodide ] || npm install --silent --no-fund --no-audit --prefix .pyodide pyodide@314.0.7
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/mypy"
"$bin/mypy" bench/*.py
exec "$bin/python" -m pytest -n "${PROCESSUS:-2}" --dist loadgroup --no-loadscope-reorder "$@"
