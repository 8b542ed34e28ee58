#!/usr/bin/env bash
# Run train.py with what it needs: run.sh KIT VENV [ARGUMENTS OF train.py]
# KIT is the folder with the starter kit (model.py, warmstart/), VENV an environment with PyTorch.
set -euo pipefail
kit=$1 venv=$2
shift 2
# one thread a worker; keep freed memory, or most of the time goes into getting it back, page by page
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
export ONEDNN_PRIMITIVE_CACHE_CAPACITY=400  # a kernel is megabytes
export PYTHONPATH=$(cd "$kit" && pwd)
exec "$venv/bin/python" -u "$(dirname "$0")/train.py" "$@"
