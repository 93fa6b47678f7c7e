#!/usr/bin/env bash
# Runs Sluice as a batch of Dataproc Serverless: submit-dataproc-serverless.sh OPTION… VERB ARGUMENT…
#
#   --region REGION          the region (SLUICE_DATAPROC_REGION)
#   --project PROJECT        the project; default: that of gcloud (SLUICE_PROJECT)
#   --jar LOCATION           sluice.jar in a bucket (SLUICE_JAR)
#   --conf LOCATION          the configuration's folder in a bucket (SLUICE_CONF)
#   --service-account EMAIL  who the batch is (SLUICE_SERVICE_ACCOUNT)
#   --runtime-version V      default 1.2: Spark 3.5 with Scala 2.12 on Java 17, which sluice.jar is
#                            built for. 2.2 and 2.3 have Scala 2.13 and do not run it
#   --delta COORDINATES      default: io.delta:delta-spark_2.12:3.3.3; or jars, or provided
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable
#   --more ARGUMENT          one more argument for gcloud dataproc batches submit spark, such as
#                            --subnet=lake; repeatable
#   --no-wait                ends when the batch was taken, with its id on stdout
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. Batches have no way to Maven without a NAT:
# then put Delta's two jars into a bucket and write --delta gs://…/a.jar,gs://…/b.jar. Dataproc tells that
# a batch failed and not always how: where it does not, a failure is 1, and Sluice's exit code
# stands in the run's report.
#
#   scripts/submit-dataproc-serverless.sh --region europe-west1 \
#     --jar gs://acme-code/sluice.jar --conf gs://acme-code/conf run
set -euo pipefail

# shellcheck disable=SC2034
platform="Dataproc Serverless"
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib/submit.sh"

options=(region project jar conf service-account runtime-version delta)
region=${SLUICE_DATAPROC_REGION:-}
project=${SLUICE_PROJECT:-}
jar=${SLUICE_JAR:-}
conf=${SLUICE_CONF:-}
service_account=${SLUICE_SERVICE_ACCOUNT:-}
runtime_version=1.2
delta=io.delta:delta-spark_2.12:3.3.3
read_options "$@"
need region SLUICE_DATAPROC_REGION europe-west1
need jar SLUICE_JAR gs://acme-code/sluice.jar
add_remote_conf gs://acme-code/conf

collect_settings
place=(--region="$region" ${project:+--project="$project"})
id=$(unique_name)
call=(gcloud dataproc batches submit spark --batch="$id" "${place[@]}" --version="$runtime_version")
call+=(${service_account:+--service-account="$service_account"} --class="$main" --jars="$jar")
if ((${#settings[@]} > 0)); then
  properties=$(gcloud_properties)
  call+=("$properties")
fi
call+=(--async ${more[@]+"${more[@]}"} -- "${sluice_args[@]}")

ready "the Google Cloud CLI" "${call[@]}"
batch=$id
started "${call[@]}"
id=$batch
if ((!wait_for_end)); then
  printf '%s\n' "$id"
  exit 0
fi
ended 'PENDING|RUNNING|CANCELLING|STATE_UNSPECIFIED' \
  gcloud dataproc batches describe "$id" "${place[@]}" --format='value(state,stateMessage)'
finish SUCCEEDED "${answer%%[[:space:]]*}" "$answer"
