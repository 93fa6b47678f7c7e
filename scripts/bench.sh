#!/usr/bin/env bash
# Sluice's promote against the script a user would write by hand, interleaved in one process.
#   scripts/bench.sh [MEGABYTES=2000] [PAIRS=2] [random|sequential] [SCALE=1]
# SCALE scales the sizes of files: 0.2 aims at 35 MB, so that less data shows more files.
#
#   scripts/bench.sh memory [MEGABYTES=21000] [random|skewed_date|skewed_key] [upsert|cdc]
# A load of ten times the heap, which is 2g then, and a merge into it, with the peak figures.
#
# SLUICE_BENCH is the work folder (default: a temporary one that is deleted at the end);
# SLUICE_MEMORY the heap (default 5g).
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
classes=$home/jobs/target/test-classes
classpath=$home/jobs/target/classpath.txt
if [[ ! -d $classes/io/sluice/jobs/bench || ! -f $classpath ]]; then
  (cd "$home" && ./mvnw -q -B package -DskipTests)
fi

work=${SLUICE_BENCH:-}
if [[ -z $work ]]; then
  work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-bench.XXXXXX")
  trap 'rm -rf "$work"' EXIT
fi

opens=()
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
  sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

if [[ ${1:-} == memory ]]; then
  : "${SLUICE_MEMORY:=2g}"
  main=(io.sluice.jobs.bench.MemoryBench "${2:-21000}" "${3:-random}" "${4:-upsert}" "$work")
else
  main=(io.sluice.jobs.bench.Bench "${1:-2000}" "${2:-2}" "${3:-random}" "$work" "${4:-1}")
fi

"${JAVA_HOME:+$JAVA_HOME/bin/}java" "-Xmx${SLUICE_MEMORY:-5g}" -XX:+UseG1GC "${opens[@]}" \
  "-Dlog4j2.configurationFile=$home/scripts/log4j2.properties" "-Dspark.local.dir=$work/scratch" \
  -cp "$classes:$home/jobs/target/sluice.jar:$home/jobs/target/classes:$home/lake-layout/target/classes:$home/catalog/target/classes:$(<"$classpath")" \
  "${main[@]}"
