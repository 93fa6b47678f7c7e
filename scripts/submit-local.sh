#!/usr/bin/env bash
# Runs Sluice from this machine: submit-local.sh OPTION… VERB ARGUMENT…
# With SPARK_HOME set through its spark-submit, else with Spark inside of this process (scripts/sluice).
#
#   --conf LOCATION          the configuration's folder (SLUICE_CONF; default: conf)
#   --jar FILE               default: that of the build (SLUICE_JAR)
#   --master URL             a cluster's master, such as spark://host:7077; default: local[*]. It needs
#                            SPARK_HOME
#   --delta COORDINATES      default: io.delta:delta-spark_2.12:3.3.3; or jars, or provided by SPARK_HOME
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable. It needs SPARK_HOME
#   --more ARGUMENT          one more argument for spark-submit; repeatable. It needs SPARK_HOME
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. The driver runs here, so its exit code is
# this script's.
#
#   scripts/submit-local.sh --conf conf run shop.*
set -euo pipefail

# shellcheck disable=SC2034
platform="this machine"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR
source "$here/lib/submit.sh"

options=(conf jar master delta)
conf=${SLUICE_CONF:-}
jar=${SLUICE_JAR:-}
master=
delta=io.delta:delta-spark_2.12:3.3.3
read_options "$@"
((wait_for_end)) || refuse "--no-wait is of no use where the driver runs. Put it into the background."
add_conf

if [[ -z ${SPARK_HOME:-} ]]; then
  [[ -z $master$jar && ${#spark_conf[@]} -eq 0 && ${#more[@]} -eq 0 ]] ||
    refuse "--master, --jar, --spark-conf and --more are for spark-submit, and SPARK_HOME is not set. Set it, or leave them out."
  call=("$here/sluice" "${sluice_args[@]}")
else
  jar=${jar:-$here/../jobs/target/sluice.jar}
  collect_settings
  call=("$SPARK_HOME/bin/spark-submit" --master "${master:-local[*]}" --deploy-mode client --class "$main")
  for setting in ${settings[@]+"${settings[@]}"}; do
    call+=(--conf "$setting")
  done
  call+=(${more[@]+"${more[@]}"} "$jar" "${sluice_args[@]}")
fi
ready "Spark, or correct SPARK_HOME" "${call[@]}"
exec "${call[@]}"
