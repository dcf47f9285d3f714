# Compresses and restores 400 kB at both ends of the scale, then recovers blocks of a damaged file.
set -euxo pipefail

printf 'line %s of a text that compresses well\n' {1..10000} > text
for level in 1 9; do
  bzip2 -"$level" -c text > text.bz2
  bunzip2 -t text.bz2
  bzcat text.bz2 | cmp - text
done
test "$(wc -c < text.bz2)" -lt "$(($(wc -c < text) / 4))"
bzgrep -c "line 9999 of" text.bz2 | grep -x 1
bzdiff text.bz2 text

# Level 1 makes blocks of 100 kB; all but the first survive damage in the first.
bzip2 -1 -c text > damaged.bz2
printf 'x' | dd of=damaged.bz2 bs=1 seek=200 conv=notrunc status=none
if bzip2 -t damaged.bz2; then exit 1; fi
bzip2recover damaged.bz2
if bzip2 -t rec00001damaged.bz2; then exit 1; fi
bzip2 -t rec00002damaged.bz2
