#!/usr/bin/env bash
# Makes the pictures in docs/ from figures that are measured now, by headless Chromium: each page as it
# looks to readers who prefer light, and to those who prefer dark.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=.build/pictures
mkdir -p "$folder"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo 'pictures: install Chromium' >&2; exit 1; }

# PAGE NAME HEIGHT: the top of a page.
picture() {
  local scheme suffix
  for scheme in 0 1; do
    suffix=$([ "$scheme" = 1 ] || echo -dark)
    "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
      --blink-settings=preferredColorScheme="$scheme" --force-device-scale-factor=1.25 \
      --window-size="848,$3" --screenshot="$PWD/docs/$2$suffix.png" "file://$PWD/$1" 2>/dev/null
  done
}

.build/release/tinsmith compare examples/kv/kv.drun --rounds 15 --html "$folder/comparison.html"
picture "$folder/comparison.html" comparison 1376
(cd examples/stable-bench &&
  ../../.build/release/tinsmith bench --native --html "../../$folder/benchmarks.html" >/dev/null)
picture "$folder/benchmarks.html" benchmarks 1376
