# Sourced by the other scripts: makes sure that Swift and the system libraries are there.
# Everything it says goes to the error stream, so that a program's output stays its own.

swift_needed=6.2
say() { printf 'snnsim: %s\n' "$*" >&2; }

require_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        say "Swift is missing. Install version $swift_needed or later as https://www.swift.org/install"
        say "tells for this system, make sure that \`swift --version\` works, and run this again."
        exit 2
    fi
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    if [ "$(printf '%s\n' "$swift_needed" "$version" | sort -V | head -n 1)" != "$swift_needed" ]; then
        say "this is Swift $version, but version $swift_needed or later is needed:"
        say "https://www.swift.org/install tells how to get it."
        exit 2
    fi
}

# Prints the Debian packages that are missing.
missing_packages() {
    local package
    command -v pkg-config >/dev/null 2>&1 || echo pkg-config
    { [ -e /usr/include/stdio.h ] && command -v g++ >/dev/null 2>&1; } || echo g++
    for package in openblas hwloc hdf5; do
        pkg-config --exists "$package" >/dev/null 2>&1 || echo "lib$package-dev"
    done
}

require_libraries() {
    local missing install
    missing=$(missing_packages | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    install="apt-get install --yes --no-install-recommends $missing"
    if ! command -v apt-get >/dev/null 2>&1; then
        say "system libraries are missing; on Debian their packages are: $missing"
        exit 2
    fi
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo"
        if ! sudo -n true >/dev/null 2>&1; then
            say "system libraries are missing; this line installs them:"
            say "    sudo $install"
            exit 2
        fi
    fi
    say "installing $missing"
    local log
    log=$(mktemp)
    # shellcheck disable=SC2086
    if ! { $as_root apt-get update && DEBIAN_FRONTEND=noninteractive $as_root $install; } >"$log" 2>&1
    then
        tail -n 20 "$log" >&2
        rm -f "$log"
        say "the packages could not be installed; this line does it:"
        say "    ${as_root:+sudo }$install"
        exit 2
    fi
    rm -f "$log"
}

# Builds the program tuned for this processor and sets `program` to its path. Nothing is asked of the
# build system while no source is newer than the last build.
build_program() {
    local scratch=.build-native
    program=$PWD/$scratch/release/snnsim
    if [ -x "$program" ] && [ -e "$scratch/built" ] \
        && [ -z "$(find Package.swift Sources Scripts/prepare.sh -newer "$scratch/built" -print -quit)" ]
    then
        return 0
    fi
    require_swift
    require_libraries
    if [ ! -x "$program" ]; then
        say "building for this processor, which takes a few minutes the first time"
    else
        say "building what has changed"
    fi
    mkdir -p "$scratch"
    touch "$scratch/begun"
    if ! SNN_NATIVE=1 swift build -c release --static-swift-stdlib --scratch-path "$scratch" \
        --product snnsim >"$scratch/build.log" 2>&1
    then
        grep -E 'error:' "$scratch/build.log" >&2 || tail -n 30 "$scratch/build.log" >&2
        say "the build failed; all of its output is in $scratch/build.log"
        exit 2
    fi
    mv "$scratch/begun" "$scratch/built"
}
