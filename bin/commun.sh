# Read by bin/demo, bin/test and .ci/run: the environment they share. Bash 3.2 is enough (macOS).
# shellcheck shell=bash

racine=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$racine/.venv

stop_with() { # message… : say why we cannot go on, and what to do
  printf '%s\n' "$@" >&2
  exit 2
}

find_python() { # the first Python that is recent enough and has venv
  local python
  for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop_with "$python n’a pas le module venv : sous Debian ou Ubuntu, installez le paquet python3-venv, puis relancez."
      echo "$python"
      return
    fi
  done
  stop_with "Il faut Python 3.11 ou plus récent, avec le module venv (sous Debian ou Ubuntu : python3 et python3-venv)." \
    "Python trouvé : $(python3 --version 2>/dev/null || echo aucun). PYTHON=/chemin/vers/python3 en désigne un autre."
}

# prepare_venv GROUP… : the virtual environment, with what runs and these groups of pyproject.toml.
# A stamp per set of groups remembers what was installed: nothing is done twice, nor what a larger set has brought.
prepare_venv() {
  local python stamp wanted
  if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python) || exit 2
    echo "Création de l’environnement Python (.venv)…"
    "$python" -m venv --clear "$venv" || stop_with "La création de .venv a échoué (voir ci-dessus)."
  fi
  # The checksum covers the lists, the lock and the interpreter.
  wanted=$(cat "$racine/pyproject.toml" "$racine/constraints.txt" <("$venv/bin/python" -VV) | cksum)
  is_installed "$wanted" execution "$@" && return
  stamp=$venv/installe-$(printf '%s-' execution "$@")
  stamp=${stamp%-}
  echo "Installation des dépendances ($(printf '%s ' execution "$@" | sed 's/ $//'))…"
  rm -f "$stamp"
  "$venv/bin/python" - "$racine/pyproject.toml" "$@" >"$stamp.liste" <<'PYTHON' || stop_with "pyproject.toml est illisible."
import sys
import tomllib

with open(sys.argv[1], "rb") as file:
    projet = tomllib.load(file)
print(*projet["project"]["dependencies"], sep="\n")
for groupe in sys.argv[2:]:
    print(*projet["dependency-groups"][groupe], sep="\n")
PYTHON
  install_with_uv "$stamp.liste" || install_with_pip --requirement "$stamp.liste" ||
    stop_with "L’installation des dépendances a échoué (voir ci-dessus). Le réseau répond-il ? Puis relancez."
  rm -f "$stamp.liste"
  printf '%s' "$wanted" >"$stamp"
}

is_installed() { # CHECKSUM GROUP… : by one of the stamps
  local wanted=$1 stamp groups group
  shift
  for stamp in "$venv"/installe-*; do
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] || continue
    groups=${stamp##*/installe}-
    for group in "$@"; do
      case $groups in *"-$group-"*) ;; *) continue 2 ;; esac
    done
    return
  done
  return 1
}

install_with_pip() {
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --prefer-binary \
    --constraint "$racine/constraints.txt" "$@"
}

# A list that asks for uv is installed by it, the same versions in a third of the time. Whatever keeps it from that (a
# setting of pip that it does not read) leaves the list to pip.
install_with_uv() { # LIST
  local index
  grep -qE '^uv([^a-z]|$)' "$1" && install_with_pip uv || return
  index=$("$venv/bin/python" -m pip config list 2>/dev/null | sed -n "s/^.*\.index-url='\(.*\)'$/\1/p" | head -n 1)
  [ -z "$index" ] || local -x UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
  "$venv/bin/uv" pip install --quiet --system-certs --python "$venv/bin/python" \
    --constraint "$racine/constraints.txt" --requirement "$1"
}
