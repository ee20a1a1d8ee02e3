#!/bin/sh
# La longue campagne : ce que l’essai de chaque jour ne joue qu’en partie. Quelques heures sur deux cœurs.
#   RONDES=500 RONDES_LIBREOFFICE=200 GRANDES=30 MORTS=300 TIRAGES=2 UNE_FAMILLE_SUR=1 GRAINE=… PROCESSUS=2 sh tests/campagne.sh
# Écrit ce qu’elle a joué et trouvé dans docs/preuves.md. tests/lancer.sh doit avoir préparé .venv-tests une fois.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 CI=true
exec "${PYTHON:-.venv-tests/bin/python}" tests/campagne.py "$@"
