#!/usr/bin/env bash
# Train with what a processor leaves: on-cpu.sh KIT OUT
# Goes on where it stopped. KIT is the folder of the starter kit; OUT, outside the repository, gets
# an environment, the data, and run/: last.pt to go on from, model.pt the average, ready to export.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) kit=$(cd "$1" && pwd) out=$2 recent=20600
mkdir -p "$out"
if [ ! -f "$out/venv/ready" ]; then
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install -q torch==2.13.0 numpy sentencepiece ctranslate2 sacrebleu eflomal pymorphy3 \
    onnx razdel
  touch "$out/venv/ready"
fi
export PATH=$(cd "$out/venv/bin" && pwd):$PATH PYTHONPATH=$kit
weights=$(cat "$here/weights.json")
if [ ! -f "$out/data/train/links.npy" ]; then
  # The last lines were written last, and no model has seen them often.
  head -n "-$recent" "$here/sentences.tsv" > "$out/sentences.tsv"
  tail -n "$recent" "$here/sentences.tsv" | sed 's/sentences$/recent/' > "$out/recent.tsv"
  python "$here/templates.py" "$out/templates.tsv"
  drop=quran,php-docs,libreoffice-help,debian-security,iso-codes,debian-ddtp,tarantool-docs,yii2-guide,crawl
  drop=$drop,freeorion,freeciv-kstars-widelands,cataclysm-dda,freedroidrpg,rust-book,gnome-help,debian-docs
  drop=$drop,mgsm,gimp-help,tuxpaint-stamps,unknown-horizons,ms-lync
  python "$here/prepare.py" "$kit/train.tsv.xz" "$out/sentences.tsv" "$out/recent.tsv" \
    "$here/newest.tsv" "$here/phrases.tsv" "$here/names.tsv" "$out/templates.tsv" \
    --kit "$kit" --out "$out/data" --drop "$drop" --weights "$weights"
fi
if [ ! -f "$out/init.pt" ]; then
  python "$kit/shards.py" unpack "$kit/checkpoint" "$out/kit.pt"
  python "$here/restore.py" "$here/../workflow/models/embedded/translate-ru_en" --like "$out/kit.pt" \
    --seen 171e6 --out "$out/init.pt"
fi

# One thread a worker. Freed memory is kept, or most of the time goes into getting it back page by
# page; compiled kernels are megabytes each, so only some are.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
export ONEDNN_PRIMITIVE_CACHE_CAPACITY=400
# What prepare.py has thinned comes whole.
whole=$(python -c 'import json, sys; print(json.dumps({k: max(1, w) for k, w in json.loads(sys.argv[1]).items()}))' "$weights")
stage() {
  python -u "$here/train.py" --data "$out/data" --out "$out/run" --init "$out/init.pt" \
    --weights "$whole" --until "$@"
}
# Short sentences first: attention finds the words there. The encoder moves when the decoder can read it.
stage 8e6 --longest 48 --tokens 1800
stage 15e6 --longest 100 --tokens 2500
stage 50e6 --longest 100 --tokens 3000 --encoder 0.2
# Behind a package, which is a mean and has no state, a high rate spoils more than it teaches.
# The package teaches what comes after it: less of what it knows is lost.
stage 1e9 --longest 100 --tokens 3000 --encoder 0.3 --lr 3e-4 --teacher "$out/init.pt" --taught 0.4 \
  --resegment 0.3 --pieces "$kit/warmstart/sentencepiece.model"
