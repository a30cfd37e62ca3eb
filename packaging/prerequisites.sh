#!/bin/sh
# Finds what this machine lacks to build and run Kassa, says what it is for, and installs it.
#
#   packaging/prerequisites.sh run     to build and open the register
#   packaging/prerequisites.sh test    to run its tests as well
#   packaging/prerequisites.sh soak    to look for faults for hours
#
# Debian 12, Ubuntu 24.04 and what descends from them. Elsewhere it says what is needed and goes
# on. Changes nothing where nothing is missing; asks for nothing when it runs as root.
set -eu

purpose=${1:-}
case $purpose in
    run | test | soak) ;;
    *)
        echo "usage: $0 run|test|soak" >&2
        exit 2
        ;;
esac

# Package, then what it is for. The libraries are loaded while the program runs, so that the
# linker does not notice when one is missing.
needed_to_run() {
    cat <<'END'
gcc compiles SQLite and the cryptography, and links the program
libc6-dev headers of the C library, for the same
ca-certificates to trust the servers that Rust crates and SEQR payments come from
tzdata time zones, for the time on receipts
libx11-6 the window, on X11
libx11-xcb1 the window, on X11
libxcursor1 the pointer, on X11
libxi6 touch and pointer, on X11
libxkbcommon0 the keyboard
libxkbcommon-x11-0 the keyboard, on X11
libwayland-client0 the window, on Wayland
END
}

needed_to_test() {
    needed_to_run
    cat <<'END'
xvfb a display in memory, for the tests of the window
libxml2-utils checks the messages to SEQR against their schema
END
}

needed_to_soak() {
    needed_to_test
    cat <<'END'
g++ compiles the engine that makes up hostile inputs
END
}

say() {
    echo "$*" >&2
}

rust_or_stop() {
    wanted=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$(dirname "$0")/../Cargo.toml")
    if ! command -v cargo >/dev/null 2>&1 || ! command -v rustc >/dev/null 2>&1; then
        say "Rust is missing. Install version $wanted or newer as https://rustup.rs says, then run this again."
        exit 1
    fi
    found=$(rustc --version | cut -d ' ' -f 2)
    older=$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)
    if [ "$older" != "$wanted" ]; then
        say "Rust $found is too old: Kassa needs $wanted or newer. Install it as https://rustup.rs says, then run this again."
        exit 1
    fi
}

is_there() {
    # Any C compiler will do.
    if [ "$1" = gcc ] && command -v cc >/dev/null 2>&1; then
        return 0
    fi
    if [ "$1" = g++ ] && command -v c++ >/dev/null 2>&1; then
        return 0
    fi
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)
    [ "$status" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

suggest_sound() {
    for player in pw-play paplay aplay; do
        if command -v "$player" >/dev/null 2>&1; then
            return
        fi
    done
    say "Kassa will be silent: for its sounds, install alsa-utils, pulseaudio-utils or pipewire-bin."
}

rust_or_stop

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    say "This is not a Debian or Ubuntu system, so what Kassa needs cannot be checked. It is,"
    say "by the names of Debian's packages:"
    "needed_to_$purpose" | while read -r package reason; do
        say "  $package: $reason"
    done
    say "Going on as if all of it were there."
    exit 0
fi

missing=$("needed_to_$purpose" | while read -r package reason; do
    is_there "$package" || echo "$package"
done)

if [ -n "$missing" ]; then
    say "Missing on this machine:"
    "needed_to_$purpose" | while read -r package reason; do
        if echo "$missing" | grep -qx "$package"; then
            say "  $package: $reason"
        fi
    done
    # One line; package names have no spaces.
    missing=$(echo "$missing" | tr '\n' ' ')
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "Install them as root, then run this again: apt-get install --no-install-recommends $missing"
            exit 1
        fi
        say "Installing them needs the administrator's password, if sudo asks for it."
    fi
    as_root apt-get -o DPkg::Lock::Timeout=120 update -q >&2 ||
        say "The package lists could not be renewed; trying with those that are there."
    # shellcheck disable=SC2086 # one argument for each package
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
        install -q -y --no-install-recommends $missing >&2; then
        say "Not everything could be installed. What is missing: $missing"
        exit 1
    fi
fi

if [ "$purpose" = run ]; then
    suggest_sound
fi
