# Compresses and restores 400 kB, in one frame and as a stream, and notices a damaged file.
set -euxo pipefail

printf 'line %s of a text that compresses well\n' {1..10000} > text
for level in 1 9 12; do
  lz4 -"$level" -f text text.lz4
  lz4 -t text.lz4
  lz4cat text.lz4 | cmp - text
done
lz4c -c < text | unlz4 -c | cmp - text
test "$(wc -c < text.lz4)" -lt "$(($(wc -c < text) / 4))"

printf 'xyz' | dd of=text.lz4 bs=1 seek=2000 conv=notrunc status=none
if lz4 -t text.lz4; then exit 1; fi
