# shellcheck shell=sh
# Sourced by ./vitrine when there is no build, or an old one: $root, $built and is_current are its. Leaves $built at a current build, or exits.
# Everything is made in a directory of its own and renamed at the end, so that what an interruption leaves is never taken for a build.

root=$(cd -- "$root" && pwd -P) || exit 1
. "$root/scripts/machine.sh"

[ -f "$root/src/Vitrine.Cli/Vitrine.Cli.csproj" ] || lacking "there is no build in $root/artifacts, and no sources to build from." "unpack the whole release, or clone the repository"

# Where builds may stand: the checkout or, if that is not ours to write, the person's cache.
store="$root/artifacts"
built="$store/vitrine"
if ! mkdir -p "$store" 2>/dev/null || ! [ -w "$store" ]; then
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/vitrine
    hash=$(printf %s "$root" | sha256sum | cut -c1-16)
    store="$cache/build-$hash"
    built="$store/vitrine"
    if ! (umask 077 && mkdir -p "$store") 2>/dev/null || ! [ -w "$store" ]; then
        lacking "Vitrine must be built, and neither $root/artifacts nor $store can be written." "set XDG_CACHE_HOME to a directory of yours"
    fi
    # What another user could have put there is not run.
    [ -O "$store" ] || lacking "$store belongs to another user." "set XDG_CACHE_HOME to a directory of yours"
fi

build_vitrine() {
    check_platform
    find_dotnet
    need_packages bwrap:bubblewrap nft:nftables /etc/ssl/certs/ca-certificates.crt:ca-certificates

    # A build that was killed leaves its directory; the lock says that none is at work.
    rm -rf "$store"/.build.*
    work="$store/.build.$$"
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    mkdir "$work" && mkdir "$work/out" || exit 1
    # The stamp is as old as the start: a source that changes during the build is newer. Its line is what is_current compares.
    : >"$work/out/.stamp"
    sources=$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" \
        -type d \( -name bin -o -name obj \) -prune -o -type f -printf .)

    say "building (once; a minute or so) …"
    if ! (publish) >"$work/log" 2>&1 9>&-; then
        cat "$work/log" >&2
        say "error: the build failed; what it said stands above."
        exit 1
    fi
    printf '%s\n' "$sources" >"$work/line" && touch -r "$work/out/.stamp" "$work/line" && mv "$work/line" "$work/out/.stamp" || exit 1
    # Made by root in somebody's checkout: it stays theirs to replace.
    [ "$(id -u)" = 0 ] && [ "$store" = "$root/artifacts" ] && chown -R --reference="$root" "$store" 2>/dev/null
    if [ -e "$built" ]; then
        mv -T "$built" "$work/old" || exit 1
    fi
    # A crash before this line leaves no build, which the next run makes; one after it leaves a whole one.
    mv -T "$work/out" "$built" || exit 1
    rm -rf "$work"
    trap - EXIT INT TERM HUP
}

# In a subshell: none of these settings reach the command.
publish() {
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    # No build server stays behind: it would hold files and memory of a person who only wanted to run something.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
    if ! [ -w "${HOME:-/nonexistent}" ]; then
        export HOME="$store" DOTNET_CLI_HOME="$store" NUGET_PACKAGES="$store/packages"
    fi
    cd "$root" || exit 1
    # Intermediate files lie in the work directory too: the sources may be read-only, or another build's.
    "$dotnet" publish src/Vitrine.Cli -c Release -o "$work/out" --artifacts-path "$work/intermediate" --nologo -v quiet \
        -p:RestoreLockedMode=true -p:UseSharedCompilation=false -nodeReuse:false </dev/null
}

if ! is_current "$built"; then
    command -v flock >/dev/null || lacking "flock is not installed." "sudo apt-get install util-linux"
    exec 9>>"$store/.lock" || exit 1
    if ! flock -n 9; then
        say "another build is at work; waiting for it …"
        flock 9
    fi
    # What the other one built may be all that is needed.
    is_current "$built" || build_vitrine
    exec 9>&-
fi
