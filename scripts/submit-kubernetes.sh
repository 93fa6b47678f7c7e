#!/usr/bin/env bash
# Runs Sluice in pods of a Kubernetes cluster, by spark-submit: submit-kubernetes.sh OPTION… VERB ARGUMENT…
#
#   --master URL             the API server: k8s://https://host:port (SLUICE_K8S_MASTER)
#   --image IMAGE            an image of Spark 3.5 on Java 17, with what reads the buckets: hadoop-aws or
#                            the GCS connector (SLUICE_IMAGE)
#   --jar LOCATION           sluice.jar: in the image, local:///opt/sluice/sluice.jar, or in a bucket
#                            (SLUICE_JAR)
#   --conf LOCATION          the configuration's folder, in a bucket or in the image: file:///opt/sluice/conf
#                            (SLUICE_CONF)
#   --namespace NAMESPACE    default: default (SLUICE_NAMESPACE)
#   --service-account NAME   may make pods (SLUICE_SERVICE_ACCOUNT)
#   --context NAME           the kubeconfig's context; default: the current one
#   --name NAME              the driver's pod; default: one of its own for each call
#   --delta COORDINATES      default: io.delta:delta-spark_2.12:3.3.3; or jars, or provided by the image
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable
#   --more ARGUMENT          one more argument for spark-submit; repeatable
#   --no-wait                ends when the driver's pod was made, with its name on stdout
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. It takes spark-submit from $SPARK_HOME/bin or the
# PATH. spark-submit ends with 0 whatever became of the driver, so kubectl is asked for the
# exit code of its container, and that is this script's.
#
#   scripts/submit-kubernetes.sh --master k8s://https://10.0.0.1:6443 --image acme/spark:3.5 \
#     --jar local:///opt/sluice/sluice.jar --conf s3a://acme-code/conf --namespace lake run
set -euo pipefail

# shellcheck disable=SC2034
platform=Kubernetes
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib/submit.sh"

options=(master image jar conf namespace service-account context name delta)
master=${SLUICE_K8S_MASTER:-}
image=${SLUICE_IMAGE:-}
jar=${SLUICE_JAR:-}
conf=${SLUICE_CONF:-}
namespace=${SLUICE_NAMESPACE:-default}
service_account=${SLUICE_SERVICE_ACCOUNT:-}
context=
name=
delta=io.delta:delta-spark_2.12:3.3.3
read_options "$@"
need master SLUICE_K8S_MASTER k8s://https://host:6443
need image SLUICE_IMAGE acme/spark:3.5
need jar SLUICE_JAR local:///opt/sluice/sluice.jar
add_remote_conf s3a://acme-code/conf
name=${name:-$(unique_name)}

settings=(
  "spark.kubernetes.container.image=$image"
  "spark.kubernetes.namespace=$namespace"
  "spark.kubernetes.driver.pod.name=$name"
  # The image's home is no place to write for the user it runs as.
  spark.jars.ivy=/tmp/.ivy2
)
[[ -z $service_account ]] || settings+=("spark.kubernetes.authenticate.driver.serviceAccountName=$service_account")
[[ -z $context ]] || settings+=("spark.kubernetes.context=$context")
((wait_for_end)) || settings+=(spark.kubernetes.submission.waitAppCompletion=false)
collect_settings
call=("${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit" --master "$master" --deploy-mode cluster --name "$name" --class "$main")
for setting in "${settings[@]}"; do
  call+=(--conf "$setting")
done
call+=(${more[@]+"${more[@]}"} "$jar" "${sluice_args[@]}")

ready "Spark, or set SPARK_HOME" "${call[@]}"
((!wait_for_end)) || require_command kubectl "it: spark-submit does not tell how a driver ended"
id=$name
if ! "${call[@]}" >&2; then
  printf 'Cannot submit to Kubernetes: spark-submit failed, see above. Try again.\n' >&2
  exit 4
fi
if ((!wait_for_end)); then
  printf '%s\n' "$id"
  exit 0
fi
code=$(kubectl ${context:+--context "$context"} --namespace "$namespace" get pod "$id" \
  -o 'jsonpath={.status.containerStatuses[?(@.name=="spark-kubernetes-driver")].state.terminated.exitCode}') || code=
if [[ ! $code =~ ^[0-9]+$ ]]; then
  printf 'Cannot tell how %s ended: kubectl names no exit code of its container. Look at the run'\''s report, or run again.\n' "$id" >&2
  exit 4
fi
exit "$code"
