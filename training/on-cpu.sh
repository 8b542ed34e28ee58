#!/usr/bin/env bash
# Train with what a processor leaves: on-cpu.sh KIT OUT
# Goes on where it stopped. KIT is the folder of the starter kit; OUT, outside the repository, gets
# an environment, the data, and run/: last.pt to go on from, model.pt the average, ready to export.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) kit=$(cd "$1" && pwd) out=$2
mkdir -p "$out"
if [ ! -f "$out/venv/ready" ]; then
  python3 -m venv "$out/venv"
  "$out/venv/bin/pip" install -q torch numpy sentencepiece ctranslate2 sacrebleu eflomal pymorphy3
  touch "$out/venv/ready"
fi
export PATH=$(cd "$out/venv/bin" && pwd):$PATH PYTHONPATH=$kit
if [ ! -f "$out/data/train/links.npy" ]; then
  python "$here/templates.py" "$out/templates.tsv"
  drop=quran,php-docs,libreoffice-help,debian-security,iso-codes,debian-ddtp,tarantool-docs,yii2-guide,crawl
  drop=$drop,freeorion,freeciv-kstars-widelands,cataclysm-dda,freedroidrpg,rust-book,gnome-help,debian-docs
  drop=$drop,mgsm,gimp-help,tuxpaint-stamps,unknown-horizons,ms-lync
  python "$here/prepare.py" "$kit/train.tsv.xz" "$here/sentences.tsv" "$here/phrases.tsv" "$here/names.tsv" "$out/templates.tsv" \
    --kit "$kit" --out "$out/data" --drop "$drop"
fi
if [ ! -f "$out/init.pt" ]; then
  python "$kit/shards.py" unpack "$kit/checkpoint" "$out/kit.pt"
  python "$here/restore.py" "$here/../workflow/models/embedded/translate-ru_en" --like "$out/kit.pt" \
    --seen 142e6 --out "$out/init.pt"
fi

# One thread a worker. Freed memory is kept, or most of the time goes into getting it back page by
# page; compiled kernels are megabytes each, so only some are.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=8589934592
export ONEDNN_PRIMITIVE_CACHE_CAPACITY=400
stage() {
  python -u "$here/train.py" --data "$out/data" --out "$out/run" --init "$out/init.pt" \
    --weights "$(cat "$here/weights.json")" --until "$@"
}
# Short sentences first: attention finds the words there. The encoder moves when the decoder can read it.
stage 8e6 --longest 48 --tokens 1800
stage 15e6 --longest 100 --tokens 2500
stage 50e6 --longest 100 --tokens 3000 --encoder 0.2
stage 1e9 --longest 100 --tokens 3000 --encoder 0.2 --lr 7e-4
