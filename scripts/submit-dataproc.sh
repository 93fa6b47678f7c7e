#!/usr/bin/env bash
# Runs Sluice as a job of a Dataproc cluster: submit-dataproc.sh OPTION… VERB ARGUMENT…
#
#   --cluster NAME           the cluster (SLUICE_DATAPROC_CLUSTER)
#   --region REGION          its region (SLUICE_DATAPROC_REGION)
#   --project PROJECT        its project; default: that of gcloud (SLUICE_PROJECT)
#   --jar LOCATION           sluice.jar in a bucket (SLUICE_JAR)
#   --conf LOCATION          the configuration's folder in a bucket (SLUICE_CONF)
#   --deploy-mode MODE       client: the driver runs on the master (default). cluster: in YARN
#   --java-home FOLDER       Java 17 on the cluster's machines, where it is not the default; it needs
#                            --deploy-mode cluster
#   --delta COORDINATES      default: io.delta:delta-spark_2.12:3.3.3; or jars, or provided on clusters
#                            with the component DELTA
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable
#   --more ARGUMENT          one more argument for gcloud dataproc jobs submit spark; repeatable
#   --no-wait                ends when the job was taken, with its id on stdout
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. Images 2.2 and 2.3 have Spark 3.5 with Scala
# 2.12, which sluice.jar is built for; Sluice needs Java 17. Dataproc tells that a job failed and not how:
# every failure is 1 here, and Sluice's exit code stands in the run's report.
#
#   scripts/submit-dataproc.sh --cluster lake --region europe-west1 \
#     --jar gs://acme-code/sluice.jar --conf gs://acme-code/conf run shop.*
set -euo pipefail

# shellcheck disable=SC2034
platform=Dataproc
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib/submit.sh"

options=(cluster region project jar conf deploy-mode java-home delta)
cluster=${SLUICE_DATAPROC_CLUSTER:-}
region=${SLUICE_DATAPROC_REGION:-}
project=${SLUICE_PROJECT:-}
jar=${SLUICE_JAR:-}
conf=${SLUICE_CONF:-}
deploy_mode=client
java_home=
delta=io.delta:delta-spark_2.12:3.3.3
read_options "$@"
need cluster SLUICE_DATAPROC_CLUSTER lake
need region SLUICE_DATAPROC_REGION europe-west1
need jar SLUICE_JAR gs://acme-code/sluice.jar
add_remote_conf gs://acme-code/conf

settings=("spark.submit.deployMode=$deploy_mode" spark.yarn.maxAppAttempts=1)
if [[ -n $java_home ]]; then
  [[ $deploy_mode == cluster ]] || refuse "--java-home is of no use to a driver on the master, which has Java already. Write --deploy-mode cluster."
  settings+=("spark.yarn.appMasterEnv.JAVA_HOME=$java_home" "spark.executorEnv.JAVA_HOME=$java_home")
fi
collect_settings
place=(--region="$region" ${project:+--project="$project"})
call=(gcloud dataproc jobs submit spark --cluster="$cluster" "${place[@]}" --class="$main" --jars="$jar")
properties=$(gcloud_properties)
call+=("$properties")
call+=(--async --format='value(reference.jobId)' ${more[@]+"${more[@]}"} -- "${sluice_args[@]}")

ready "the Google Cloud CLI" "${call[@]}"
started "${call[@]}"
if ((!wait_for_end)); then
  printf '%s\n' "$id"
  exit 0
fi
ended 'PENDING|SETUP_DONE|RUNNING|CANCEL_PENDING|CANCEL_STARTED|STATE_UNSPECIFIED|ATTEMPT_FAILURE' \
  gcloud dataproc jobs describe "$id" "${place[@]}" --format='value(status.state,status.details,driverOutputResourceUri)'
finish DONE "${answer%%[[:space:]]*}" "$answer"
