#!/usr/bin/env bash
# The whole way on src-test-data: two days of extractions into a lake in a temporary folder, what
# became of every row, rejected rows replayed after a fix, and an answer from a mart.
#   KEEP=1   leave the lake in place and say where it is
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lake=$(mktemp -d "${TMPDIR:-/tmp}/sluice-demo.XXXXXX")
finish() {
  if [[ ${KEEP:-0} == 1 ]]; then
    printf '\nThe lake is in %s; its settings:\n' "$lake"
    printf '  export SLUICE_RAW=%q SLUICE_PROCESSED=%q SLUICE_CURATED=%q SLUICE_CONF=%q\n' \
      "$SLUICE_RAW" "$SLUICE_PROCESSED" "$SLUICE_CURATED" "$SLUICE_CONF"
  else
    rm -rf "$lake"
  fi
}
trap finish EXIT

export SLUICE_RAW=$lake/raw SLUICE_PROCESSED=$lake/processed SLUICE_CURATED=$lake/curated
export SLUICE_CONF=$lake/conf
export SLUICE_MEMORY=${SLUICE_MEMORY:-1500m}
# Half the processor time for short runs like these; never for real work.
export SLUICE_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m ${SLUICE_JAVA_OPTS:-}"
mkdir -p "$SLUICE_RAW" "$SLUICE_PROCESSED" "$SLUICE_CURATED"
# The shop's own configuration, and a source in the conventions of AWS DMS.
cp -R "$home/conf" "$SLUICE_CONF"
cp "$home/src-test-data/dialects/dms/dms.conf" "$SLUICE_CONF/sources"
cd "$lake"

say() {
  printf '\n── %s\n' "$1"
}

sluice() {
  local argument line='$ sluice'
  for argument in "$@"; do
    [[ $argument == *' '* ]] && argument="\"$argument\""
    line+=" $argument"
  done
  printf '%s\n' "$line"
  "$home/scripts/sluice" "$@"
}

# The files of one state, <source>/<table>/raw/<state>/extracted_at=…, as extractors drop them.
land() {
  local state=$1 folder table
  for folder in "$home"/src-test-data/*/*/raw/"$state"; do
    table=${folder#"$home"/src-test-data/}
    table=${table%/raw/"$state"}
    mkdir -p "$SLUICE_RAW/$table"
    cp -R "$folder"/. "$SLUICE_RAW/$table"/
  done
  mkdir -p "$SLUICE_RAW/dms/orders"
  cp -R "$home/src-test-data/dialects/dms/raw/$state"/. "$SLUICE_RAW/dms/orders"/
}

started=$SECONDS

say "Extractors have dropped their first files. Everything that is due:"
land first
sluice run

say "A day later: new rows, late rows, corrected rows, deletes, a new column, broken rows."
land next
sluice run

say "Again: nothing is new, so nothing is done and nothing is written twice."
sluice run

say "Rows that were refused are kept, with the reason and the raw text."
sluice query "SELECT run, reason, left(raw_text, 30) AS raw_text FROM processed.web_clicks__rejected UNION ALL SELECT run, reason, raw_text FROM processed.erp_prices__rejected ORDER BY run, raw_text"

say "The price list says \"on request\" where it means that there is none. Told so, the row is replayed:"
sed -i.before 's/  format = csv/  format = csv\n  csv.null = ["", "on request"]/' "$SLUICE_CONF/sources/erp.conf"
sluice replay erp.prices

say "P-004 is no longer on the newest list and gone; P-009 is back. And the answer of a mart:"
sluice query "SELECT product, category, price, date FROM processed.erp_prices WHERE product BETWEEN 'P-003' AND 'P-010' ORDER BY product"
sluice query "SELECT date, category, orders, revenue FROM curated.sales_daily_revenue WHERE date >= '2026-11-13' ORDER BY date, category"

printf '\nThe demo took %d s.\n' $((SECONDS - started))
