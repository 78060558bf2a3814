#!/bin/bash
#SBATCH --job-name=onepair
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --requeue
# sbatch slurm-array.sh MODEL PHOTOS RESULTS: one part of the folder an array task, in the checkout. A part that is requeued
# after its node was lost goes on where it was.
model=$1 photos=$2 results=$3
ONEPAIR_HOME=$(mktemp -d)
export ONEPAIR_HOME
cd "${SLURM_SUBMIT_DIR:-.}" || exit 2
npx onepair restore "$model" "$photos" --recursive --out "$results" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}"
status=$?
rm -rf "$ONEPAIR_HOME"
# 1: some photos failed and have a line in the report; that is no reason to run the part again.
[ "$status" -le 1 ]
