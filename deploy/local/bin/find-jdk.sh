# Sourced by ./mvnw and ./asteris: sets JAVA_HOME to a JDK of at least 21, or says what to install and fails.
# Looks at JAVA_HOME, then PATH, then the folders where distributions and installers put JDKs; the newest wins there.

asteris_jdk_major() {
  # Prints the major version of the JDK in folder $1, nothing when it is none (a JRE lacks javac).
  [ -x "$1/bin/javac" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

asteris_find_jdk() {
  local candidate major best='' best_major=0 on_path=''
  if [ -n "${JAVA_HOME:-}" ]; then
    major=$(asteris_jdk_major "$JAVA_HOME")
    [ "${major:-0}" -ge 21 ] && { export JAVA_HOME; return 0; }
  fi
  if command -v javac >/dev/null 2>&1; then
    on_path=$(cd "$(dirname "$(readlink -f "$(command -v javac)")")/.." && pwd)
  fi
  for candidate in "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    major=$(asteris_jdk_major "$candidate")
    if [ "${major:-0}" -gt "$best_major" ]; then
      best=$candidate best_major=$major
    fi
  done
  if [ "$best_major" -lt 21 ]; then
    echo "No JDK of version 21 or newer was found. Install one (Temurin 25, for example) or set JAVA_HOME to it." >&2
    return 1
  fi
  export JAVA_HOME=$best
}
