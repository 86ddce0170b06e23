#!/usr/bin/env bash
# Makes sure that there is a Chromium for the browser tests: the machine's own, else the distribution's, else Playwright's.
set -euo pipefail

python=${1:?the Python of .venv}

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null; then
    exit 0
  fi
done

if "$python" -m deploy.browser >/dev/null 2>&1; then
  exit 0
fi

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # Arabic needs a font; a bare machine has none.
  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; then
    exit 0
  fi
fi

"$python" -m playwright install chromium
