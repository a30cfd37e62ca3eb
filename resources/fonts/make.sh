#!/bin/sh
# Makes the fonts of Kassa again. Needed only to add an icon (write its name into icons.list) or
# to follow a newer version: the results are kept beside this script.
#
# Needs Debian's fonts-roboto-unhinted, python3-venv and npm.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
roboto=${ROBOTO:-/usr/share/fonts/truetype/roboto/unhinted/RobotoTTF}
if [ ! -f "$roboto/Roboto-Regular.ttf" ]; then
    echo "Roboto is not in $roboto: install fonts-roboto-unhinted, or set ROBOTO to its folder." >&2
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet fonttools==4.68.0
(cd "$work" && npm pack --silent lucide-static@1.62.0 >/dev/null && tar xzf lucide-static-*.tgz)

"$work/venv/bin/python" "$here/subset.py" "$roboto" "$work/package" "$here"
cp "$work/package/LICENSE" "$here/LICENSE-Lucide.txt"
ls -l "$here"
