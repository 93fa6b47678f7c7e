# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # the scripts read what is set here, and set platform, options, delta and conf
# What the submit scripts have in common; each of them sources it and is not run by itself.
#
# A script says which platform it is for and which options it takes, gives each option's variable its
# default, and calls read_options "$@". After that the options have their values, sluice_args are
# Sluice's arguments as they were typed, and launch runs or prints the platform's command.

main=io.sluice.jobs.cli.Main
dry_run=0
wait_for_end=1
poll=${SLUICE_POLL:-15}
settings=()
spark_conf=()
more=()
sluice_args=()

# One message of Sluice's shape, and the exit code of usage errors.
refuse() {
  printf 'Cannot submit to %s: %s\n' "$platform" "$1" >&2
  exit 2
}

# The script's own head, which is its manual.
help() {
  awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"
}

# Reads this script's options; the first word that is none begins Sluice's arguments.
read_options() {
  local option value
  while (($# > 0)); do
    case $1 in
      -h | --help)
        help
        exit 0
        ;;
      --dry-run) dry_run=1 ;;
      --no-wait) wait_for_end=0 ;;
      --)
        shift
        break
        ;;
      --*)
        option=${1#--}
        if [[ $option == *=* ]]; then
          value=${option#*=}
          option=${option%%=*}
        else
          (($# > 1)) || refuse "--$option has no value. Write --$option VALUE."
          value=$2
        fi
        take "$option" "$value"
        [[ $1 == *=* ]] || shift
        ;;
      *) break ;;
    esac
    shift
  done
  sluice_args=("$@")
  ((${#sluice_args[@]} > 0)) || refuse "no verb is given. Write what Sluice shall do after the options, such as: run."
}

take() {
  local known
  case $1 in
    spark-conf)
      [[ $2 == *=* ]] || refuse "--spark-conf $2 is no setting. Write --spark-conf KEY=VALUE."
      spark_conf+=("$2")
      return
      ;;
    more)
      more+=("$2")
      return
      ;;
  esac
  for known in "${options[@]}"; do
    if [[ $known == "$1" ]]; then
      printf -v "${1//-/_}" '%s' "$2"
      return
    fi
  done
  refuse "there is no option --$1. Run $(basename "$0") --help."
}

# need OPTION ENVIRONMENT EXAMPLE: the option has a value.
need() {
  local variable=${1//-/_}
  [[ -n ${!variable} ]] || refuse "--$1 is not set. Write --$1 $3, or set $2."
}

# Hands the configuration's location on, behind the verb, where Sluice takes it as its own option.
# Nothing is changed if Sluice's arguments have one themselves.
add_conf() {
  local argument
  for argument in "${sluice_args[@]}"; do
    [[ $argument != --conf && $argument != --conf=* ]] || return 0
  done
  [[ -n $conf ]] || return 0
  sluice_args=("${sluice_args[0]}" --conf "$conf" "${sluice_args[@]:1}")
}

# The same, where the driver runs on another machine.
add_remote_conf() {
  need conf SLUICE_CONF "$1"
  [[ $conf == *://* ]] || refuse "--conf $conf is a folder of this machine, which the driver does not see. Copy it into a bucket, and write --conf $1."
  add_conf
}

# Where Delta comes from: jars, Maven coordinates, or the platform itself.
#   delta_settings: as Spark's settings, one a line
delta_settings() {
  case $delta in
    provided) ;;
    */* | *.jar) printf 'spark.jars=%s\n' "$delta" ;;
    *:*:*) printf 'spark.jars.packages=%s\n' "$delta" ;;
    *) refuse "--delta $delta is neither jars nor Maven coordinates. Write --delta provided if the platform has Delta." ;;
  esac
}

# Puts Delta's settings and those of --spark-conf, which win, behind the platform's.
collect_settings() {
  local line
  # Not in a pipe, so that a refusal ends the script.
  line=$(delta_settings) || exit
  [[ -z $line ]] || settings+=("$line")
  settings+=(${spark_conf[@]+"${spark_conf[@]}"})
}

# A name that every platform takes, other for every call.
unique_name() {
  printf 'sluice-%s-%s-%s' "$(printf '%s' "${sluice_args[0]}" | tr -dc '[:lower:]')" "$(date -u +%Y%m%d%H%M%S)" "$$"
}

# Words as a shell reads them back.
quoted() {
  local word line='' plain='^[A-Za-z0-9_@%+=:,./-]+$'
  for word in "$@"; do
    if [[ ! $word =~ $plain ]]; then
      word="'${word//\'/\'\\\'\'}'"
    fi
    line+="${line:+ }$word"
  done
  printf '%s\n' "$line"
}

# Words as a JSON array.
json_array() {
  local word line='' character index
  for word in "$@"; do
    word=${word//\\/\\\\}
    word=${word//\"/\\\"}
    for ((index = 1; index < 32; index++)); do
      printf -v character '%b' "$(printf '\\x%02x' "$index")"
      word=${word//"$character"/"$(printf '\\u%04x' "$index")"}
    done
    line+="${line:+,}\"$word\""
  done
  printf '[%s]' "$line"
}

require_command() {
  command -v "$1" >/dev/null || refuse "there is no $1 on the PATH. Install $2."
}

# Spark's settings as gcloud takes them. It cuts lists at commas, which values have, unless it is told another
# character.
gcloud_properties() {
  local setting
  for setting in ${settings[@]+"${settings[@]}"}; do
    [[ $setting != *\;* ]] || refuse "gcloud is told to cut settings at semicolons, and $setting has one. Put it under spark in lake.conf."
  done
  (IFS=';' && printf '%s^;^%s' --properties= "${settings[*]}")
}

# With --dry-run prints the command and ends; else makes sure that it is there.
#   ready INSTALL COMMAND…
ready() {
  if ((dry_run)); then
    quoted "${@:2}"
    exit 0
  fi
  require_command "$2" "$1"
}

# Runs the platform's command, whose last line names what it started. A platform that refuses has started
# nothing: 4, try again, unless its command says that it was called wrongly.
started() {
  local code=0
  id=$("$@") || code=$?
  case $code in
    0) id=$(printf '%s\n' "$id" | tail -n 1) ;;
    2 | 252 | 253) refuse "$1 does not take the call, see above. Correct the options, or log in." ;;
    *)
      printf 'Cannot submit to %s: %s ended with %s, see above. Nothing was started; try again.\n' "$platform" "$1" "$code" >&2
      exit 4
      ;;
  esac
}

# Asks until the first word of the answer is none of those that mean "not yet"; the answer is in answer.
#   ended "PENDING|RUNNING" COMMAND…
ended() {
  local ongoing="^($1)$" state last='' misses=0
  shift
  while true; do
    if answer=$("$@"); then
      misses=0
      state=${answer%%[[:space:]]*}
      [[ $state == "$last" ]] || printf '%s %s\n' "$id" "$state" >&2
      last=$state
      [[ $state =~ $ongoing ]] || return 0
    elif ((++misses >= 10)); then
      printf 'Cannot follow %s on %s: %s does not answer. It may still run; look there.\n' "$id" "$platform" "$1" >&2
      exit 4
    fi
    sleep "$poll"
  done
}

# Ends with what the platform tells of Sluice's exit code, or of the signal that killed it; that may be nothing but
# "failed". What lies between 5 and 128 is none of both: YARN has such codes of its own.
#   finish GOOD STATE TEXT
finish() {
  local told='[Ee]xit(ed)? ?([Cc]ode|with (code|status|exitCode))[: ]*([1-5]|12[89]|1[3-9][0-9]|2[0-4][0-9]|25[0-5])([^0-9]|$)'
  if [[ $2 == "$1" ]]; then
    exit 0
  fi
  printf '%s\n' "${3:-$id is $2}" >&2
  if [[ $3 =~ $told ]]; then
    exit "${BASH_REMATCH[4]}"
  fi
  printf '%s does not tell the exit code of Sluice, so this is 1. The report of the run has it: _sluice/runs in the processed layer.\n' "$platform" >&2
  exit 1
}
