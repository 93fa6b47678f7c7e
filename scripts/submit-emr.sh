#!/usr/bin/env bash
# Runs Sluice as a step of an EMR cluster: submit-emr.sh OPTION… VERB ARGUMENT…
#
#   --cluster-id ID          the cluster (SLUICE_EMR_CLUSTER_ID)
#   --jar LOCATION           sluice.jar in a bucket (SLUICE_JAR)
#   --conf LOCATION          the configuration's folder in a bucket (SLUICE_CONF)
#   --region REGION          the cluster's region (AWS_REGION)
#   --execution-role ARN     the step's runtime role (SLUICE_EXECUTION_ROLE)
#   --deploy-mode MODE       cluster: the driver runs in YARN (default). client: on the primary node
#   --delta JARS             default: the release's own; or Maven coordinates, or provided
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable
#   --more ARGUMENT          one more argument for aws emr add-steps; repeatable
#   --no-wait                ends when the step was added, with its id on stdout
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. EMR 7 has Spark 3.5 on Java 17, which
# sluice.jar is built for. EMR tells that a step failed and not how: every failure is 1 here, and Sluice's
# exit code stands in the run's report.
#
#   scripts/submit-emr.sh --cluster-id j-2AXXXXXXGAPLF --jar s3://acme-code/sluice.jar \
#     --conf s3://acme-code/conf run shop.*
set -euo pipefail

# shellcheck disable=SC2034
platform=EMR
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib/submit.sh"

options=(cluster-id jar conf region execution-role deploy-mode delta)
cluster_id=${SLUICE_EMR_CLUSTER_ID:-}
jar=${SLUICE_JAR:-}
conf=${SLUICE_CONF:-}
region=${AWS_REGION:-}
execution_role=${SLUICE_EXECUTION_ROLE:-}
deploy_mode=cluster
delta=/usr/share/aws/delta/lib/delta-spark.jar,/usr/share/aws/delta/lib/delta-storage.jar
read_options "$@"
need cluster-id SLUICE_EMR_CLUSTER_ID j-2AXXXXXXGAPLF
need jar SLUICE_JAR s3://acme-code/sluice.jar
name="sluice ${sluice_args[*]}"
add_remote_conf s3://acme-code/conf

# A second attempt of the driver would be a second run that nobody asked for.
settings=(spark.yarn.maxAppAttempts=1 spark.yarn.submit.waitAppCompletion=true)
collect_settings
submit=(spark-submit --deploy-mode "$deploy_mode" --class "$main")
for setting in "${settings[@]}"; do
  submit+=(--conf "$setting")
done
submit+=("$jar" "${sluice_args[@]}")

name=$(json_array "${name:0:255}")
name=${name:1:${#name}-2}
call=(aws emr add-steps --cluster-id "$cluster_id" ${region:+--region "$region"})
call+=(${execution_role:+--execution-role-arn "$execution_role"})
call+=(--steps "[{\"Type\":\"CUSTOM_JAR\",\"Name\":$name,\"ActionOnFailure\":\"CONTINUE\",\"Jar\":\"command-runner.jar\",\"Args\":$(json_array "${submit[@]}")}]")
call+=(${more[@]+"${more[@]}"} --query 'StepIds[0]' --output text)

ready "the AWS CLI, version 2" "${call[@]}"
started "${call[@]}"
if ((!wait_for_end)); then
  printf '%s\n' "$id"
  exit 0
fi
ended 'PENDING|RUNNING|CANCEL_PENDING' aws emr describe-step --cluster-id "$cluster_id" --step-id "$id" \
  ${region:+--region "$region"} --query 'Step.Status.[State,FailureDetails.Message,FailureDetails.LogFile]' --output text
finish COMPLETED "${answer%%[[:space:]]*}" "$answer"
