# Sourced by ./agentinstruct and ./mvnw: sets JAVA_HOME to a JDK of at least the version wanted, or says what to install.

jdk_version() { # prints the major version of the JDK in a folder; nothing if there is none
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

find_jdk() {
  local wanted="$1" version candidate on_path=""
  if command -v javac >/dev/null 2>&1; then
    on_path="$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* /opt/*jdk* /usr/local/*jdk* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$candidate" ] && [ -d "$candidate" ] || continue
    version="$(jdk_version "$candidate" || true)"
    if [ -n "$version" ] && [ "$version" -ge "$wanted" ] 2>/dev/null; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  done
  cat >&2 <<TEXT
agentinstruct needs a JDK $wanted or newer, and none was found in JAVA_HOME, on the PATH or in the usual places.
Install one, and start again:
  Debian, Ubuntu   sudo apt-get install openjdk-$wanted-jdk   (or temurin-$wanted-jdk)
  Fedora           sudo dnf install java-$wanted-openjdk-devel
  macOS            brew install openjdk@$wanted
  anywhere         sdk install java $wanted-tem
If it lies elsewhere:  JAVA_HOME=/path/to/jdk ./agentinstruct ...
TEXT
  return 1
}

# Without a locale Java can neither see nor make files whose names are not ASCII.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in "" | C | POSIX) export LC_ALL=C.UTF-8 ;; esac
