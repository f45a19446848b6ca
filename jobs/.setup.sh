# shellcheck shell=bash
# What jobs/demo, jobs/install, Tests/check and Tests/run share: steps with one line each, Debian's
# packages, the Swift toolchain. Sourced after `set -euo pipefail`; leaves the caller in the checkout.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
checkout=$PWD
task=$(basename "$0")
log=$checkout/.build/log/$task.log
mkdir -p "${log%/*}"
: >"$log"

# What root built in somebody's checkout becomes theirs again: else their next build, without root,
# could not write it.
give_back() {
  if [ "$(id -u)" = 0 ]; then chown -R --reference="$checkout" "$checkout/.build"; fi
}
trap give_back EXIT

# Says what is wrong and what to do, and ends.
fail() {
  printf '%s: %s\n' "$task" "$*" >&2
  exit 1
}

# step WHAT COMMAND…: one line; the details go to the log, whose end is shown on failure.
step() {
  local what=$1 start=$SECONDS status=0
  shift
  printf '%s … ' "$what"
  printf '== %s: %s\n' "$what" "$*" >"$log.step"
  # Not as a condition: there bash would go on after the first failing command of a function.
  set +e
  (
    set -e
    "$@"
  ) >>"$log.step" 2>&1 </dev/null
  status=$?
  set -e
  cat "$log.step" >>"$log"
  if [ "$status" = 0 ]; then
    printf 'done (%s s)\n' $((SECONDS - start))
    return
  fi
  printf 'failed\n'
  { grep -E 'error:|^E:|^fatal:' "$log.step" || tail -n 5 "$log.step"; } | head -n 15 >&2
  fail "the step '$what' failed; the details are in $log. Mend it and run $task again: finished steps are quick."
}

# Runs a command as root: directly, or by sudo, which may ask for a password on a terminal only.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    fail "'$*' needs root: run it as root, or install sudo, then run $task again."
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

package_is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  as_root "${apt[@]}" update && as_root "${apt[@]}" install -y --no-install-recommends "$@"
}

# need_packages NAME…: installs what is missing; asks no registry when nothing is.
need_packages() {
  local missing=() name
  if ! command -v dpkg-query >/dev/null; then
    echo "packages: not a Debian system; this needs the equivalents of: $*"
    return
  fi
  for name; do
    package_is_installed "$name" || missing+=("$name")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    # The password is asked for here, before the step's output goes to the log.
    if [ "$(id -u)" != 0 ] && [ -t 0 ] && command -v sudo >/dev/null; then sudo -v; fi
    step "installing ${missing[*]}" install_packages "${missing[@]}"
  fi
}

# What the Swift toolchain itself runs on, the libraries the build needs, and the server the demo and
# the tests start themselves. A bare Debian 12 has none of them.
# shellcheck disable=SC2034  # read by the scripts that source this file
build_packages=(
  binutils ca-certificates git libc6-dev libcurl4 libgcc-12-dev libncurses6 libsqlite3-0
  libstdc++-12-dev libxml2 tzdata
  libpq-dev libxlsxwriter-dev zlib1g-dev libssl-dev pkg-config postgresql
)

# Puts a Swift of at least 6.2 into PATH.
need_swift() {
  local directory version
  for directory in /opt/swift/usr/bin /usr/local/swift/usr/bin /usr/share/swift/usr/bin \
    "${HOME:-/root}/.local/share/swiftly/bin"; do
    command -v swift >/dev/null && break
    if [ -x "$directory/swift" ]; then PATH=$directory:$PATH; fi
  done
  command -v swift >/dev/null ||
    fail "there is no Swift toolchain: install Swift 6.3 from swift.org/install and put its bin directory into PATH."
  version=$(swift --version 2>&1) ||
    fail "$(command -v swift) does not start ($version): install what it misses, then run $task again."
  version=$(sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' <<<"$version" | head -n 1)
  case $version in
    6.[01] | [0-5].* | '') fail "Swift ${version:-of unknown version} is too old: install Swift 6.3 from swift.org/install." ;;
  esac
}

# Builds the program in release, with the Swift runtime inside where the toolchain can, and sets
# `program` to its path.
build_release() {
  local options=(-c release --product nightclose)
  if [ -d "$(dirname "$(readlink -f "$(command -v swift)")")/../lib/swift_static" ]; then
    options+=(--static-swift-stdlib)
  fi
  step 'building the program (the first time takes some minutes)' swift build "${options[@]}"
  program=$(swift build "${options[@]}" --show-bin-path 2>>"$log")/nightclose
  [ -x "$program" ] || fail "the build left no program at $program; see $log."
  give_back
}
