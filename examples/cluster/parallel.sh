#!/bin/bash
# parallel.sh MODEL PHOTOS RESULTS [PARTS] [THREADS]: the parts of a folder with GNU parallel, in the checkout. Hosts that see
# the folder: PARALLEL='-S host1,host2 --workdir .' Start it again after a failure: what is done is not done twice.
model=$1 photos=$2 results=$3 parts=${4:-4} threads=${5:-2}
part() {
  ONEPAIR_HOME=$(mktemp -d)
  export ONEPAIR_HOME
  npx onepair restore "$1" "$2" --recursive --out "$3" --shard "$4" --threads "$5"
  status=$?
  rm -rf "$ONEPAIR_HOME"
  [ "$status" -le 1 ]
}
export -f part
parallel -j "$parts" part "$model" "$photos" "$results" "{}/$parts" "$threads" ::: $(seq "$parts")
