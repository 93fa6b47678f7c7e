#!/usr/bin/env bash
# Runs Sluice as a job of an EMR Serverless application: submit-emr-serverless.sh OPTION… VERB ARGUMENT…
#
#   --application-id ID      the application (SLUICE_EMR_APPLICATION_ID)
#   --execution-role ARN     the role that the job has (SLUICE_EXECUTION_ROLE)
#   --jar LOCATION           sluice.jar in a bucket (SLUICE_JAR)
#   --conf LOCATION          the configuration's folder in a bucket (SLUICE_CONF)
#   --region REGION          the application's region (AWS_REGION)
#   --log-location LOCATION  the folder in a bucket that logs go to (SLUICE_LOGS)
#   --delta JARS             default: the release's own; or Maven coordinates, or provided
#   --spark-conf KEY=VALUE   one more setting of Spark; repeatable
#   --more ARGUMENT          one more argument for aws emr-serverless start-job-run; repeatable
#   --no-wait                ends when the job was taken, with its id on stdout
#   --dry-run                prints the command and runs nothing
#
# All from VERB on is Sluice's and goes through as it is. The application must be of an EMR 7 release:
# Spark 3.5 on Java 17. EMR Serverless tells the exit code of a job that failed, and it is this script's.
#
#   scripts/submit-emr-serverless.sh --application-id 00f1234567890abc \
#     --execution-role arn:aws:iam::123456789012:role/acme-job \
#     --jar s3://acme-code/sluice.jar --conf s3://acme-code/conf run
set -euo pipefail

# shellcheck disable=SC2034
platform="EMR Serverless"
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib/submit.sh"

options=(application-id execution-role jar conf region log-location delta)
application_id=${SLUICE_EMR_APPLICATION_ID:-}
execution_role=${SLUICE_EXECUTION_ROLE:-}
jar=${SLUICE_JAR:-}
conf=${SLUICE_CONF:-}
region=${AWS_REGION:-}
log_location=${SLUICE_LOGS:-}
delta=/usr/share/aws/delta/lib/delta-spark.jar,/usr/share/aws/delta/lib/delta-storage.jar
read_options "$@"
need application-id SLUICE_EMR_APPLICATION_ID 00f1234567890abc
need execution-role SLUICE_EXECUTION_ROLE arn:aws:iam::123456789012:role/acme-job
need jar SLUICE_JAR s3://acme-code/sluice.jar
name="sluice ${sluice_args[*]}"
add_remote_conf s3://acme-code/conf

collect_settings
parameters="--class $main"
for setting in ${settings[@]+"${settings[@]}"}; do
  [[ $setting != *[[:space:]\'\"]* ]] || refuse "it takes Spark's settings as one text, and $setting has a blank or a quote. Put it under spark in lake.conf."
  parameters+=" --conf $setting"
done
entry=$(json_array "$jar")
parameters=$(json_array "$parameters")

call=(aws emr-serverless start-job-run --application-id "$application_id" ${region:+--region "$region"})
call+=(--execution-role-arn "$execution_role" --name "$(printf '%s' "${name:0:64}" | tr -c 'A-Za-z0-9._/#-' '-')")
call+=(--job-driver "{\"sparkSubmit\":{\"entryPoint\":${entry:1:${#entry}-2},\"entryPointArguments\":$(json_array "${sluice_args[@]}"),\"sparkSubmitParameters\":${parameters:1:${#parameters}-2}}}")
if [[ -n $log_location ]]; then
  logs=$(json_array "$log_location")
  call+=(--configuration-overrides "{\"monitoringConfiguration\":{\"s3MonitoringConfiguration\":{\"logUri\":${logs:1:${#logs}-2}}}}")
fi
call+=(${more[@]+"${more[@]}"} --query jobRunId --output text)

ready "the AWS CLI, version 2" "${call[@]}"
started "${call[@]}"
if ((!wait_for_end)); then
  printf '%s\n' "$id"
  exit 0
fi
ended 'SUBMITTED|PENDING|SCHEDULED|QUEUED|RUNNING|CANCELLING' \
  aws emr-serverless get-job-run --application-id "$application_id" --job-run-id "$id" \
  ${region:+--region "$region"} --query 'jobRun.[state,stateDetails]' --output text
finish SUCCESS "${answer%%[[:space:]]*}" "$answer"
