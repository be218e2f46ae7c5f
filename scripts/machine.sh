# shellcheck shell=sh
# What a machine needs, for ./vitrine and ./test to source. Everything is said on stderr.

say() { printf '%s\n' "vitrine: $*" >&2; }

# Shows why it can't go on, and what mends it. 3 is "the machine lacks something".
lacking() { # MESSAGE HINT…
    say "error: $1"
    shift
    for hint; do printf '%s\n' "hint: $hint" >&2; done
    exit 3
}

check_platform() {
    [ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || lacking "Vitrine runs on Linux on x86-64; this is $(uname -s) on $(uname -m)." "use a Linux machine or virtual machine"
}

# A tool counts as there only where Vitrine looks for it, whatever PATH says.
has_tool() { # NAME
    for tool_directory in /usr/bin /usr/sbin /bin /sbin /usr/local/bin /usr/local/sbin; do
        [ -x "$tool_directory/$1" ] && return 0
    done
    return 1
}

# Sets $dotnet to a dotnet that has a .NET 10 SDK.
find_dotnet() {
    for dotnet in "$(command -v dotnet)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        # The host's own settings must not bend what it prints; and "10." must be the SDK's number, not a part of its path.
        if [ -x "$dotnet" ] && "$dotnet" --list-sdks </dev/null 2>/dev/null | grep -q '^10\.'; then
            return 0
        fi
    done
    lacking "the .NET 10 SDK is not installed; it is needed to build Vitrine." \
        "Debian: follow https://learn.microsoft.com/dotnet/core/install/linux-debian, then: sudo apt-get install dotnet-sdk-10.0" \
        "Ubuntu: sudo apt-get install dotnet-sdk-10.0" \
        "Fedora: sudo dnf install dotnet-sdk-10.0" \
        "elsewhere, without root: https://learn.microsoft.com/dotnet/core/install/linux-scripted-manual"
}

# Installs what is lacking of "TOOL:PACKAGE" pairs; a TOOL that starts with / is a file. Packages have one name on Debian, Fedora and Arch, or few differ.
need_packages() { # TOOL:PACKAGE…
    missing=
    for pair; do
        tool=${pair%%:*}
        case $tool in
        /*) [ -e "$tool" ] && continue ;;
        *) has_tool "$tool" && continue ;;
        esac
        missing="$missing ${pair#*:}"
    done
    [ -z "$missing" ] && return 0
    missing=${missing# }
    if ! has_tool apt-get; then
        if has_tool dnf; then
            lacking "the machine lacks: $missing." "sudo dnf install $missing"
        elif has_tool pacman; then
            lacking "the machine lacks: $missing." "sudo pacman -S $missing"
        fi
        lacking "the machine lacks: $missing." "install with your package manager: $missing"
    fi

    as_root=
    if [ "$(id -u)" != 0 ]; then
        if has_tool sudo && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        elif has_tool sudo && [ -t 0 ] && [ -t 2 ]; then
            say "the machine lacks: $missing. Installing with sudo, which may ask for your password."
            as_root=sudo
        else
            lacking "the machine lacks: $missing." "sudo apt-get install $missing"
        fi
    fi

    say "installing $missing …"
    log=$(mktemp) || exit 3
    # shellcheck disable=SC2086 # one word per package
    if ! install_packages $missing >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        lacking "apt-get could not install: $missing." "sudo apt-get update && sudo apt-get install $missing"
    fi
    rm -f "$log"
}

# The lists of a fresh machine or container are empty or old: fetched only if the first try fails.
install_packages() { # PACKAGE…
    apt_install "$@" && return 0
    # shellcheck disable=SC2086
    $as_root apt-get -o DPkg::Lock::Timeout=300 update </dev/null && apt_install "$@"
}

apt_install() { # PACKAGE…
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" </dev/null
}
