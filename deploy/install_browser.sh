#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests: the machine's own, else the distribution's, else Playwright's.
set -euo pipefail

python=${1:?the Python of .venv}

if "$python" -m deploy.browser >/dev/null 2>&1; then
  exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq; then
  # Arabic needs a font; a bare machine has none.
  for name in chromium-headless-shell chromium; do
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name" fonts-noto-core; then
      exit 0
    fi
  done
fi

"$python" -m playwright install chromium
