# Compresses and restores a text with every check and several filters, and notices a damaged file.
set -euxo pipefail

printf 'line %s of a text that compresses well\n' {1..2000} > text

restores() {
  xz -c "$@" text > text.xz
  unxz -c text.xz | cmp - text
}
restores -0 --check=crc32
restores -6 --check=sha256 --threads=2 --block-size=30KiB
restores --delta=dist=4 --lzma2=preset=1
restores --arm64 --powerpc --lzma2=preset=1

xz -9 -k -f text
test "$(wc -c < text.xz)" -lt "$(($(wc -c < text) / 10))"
xz --list text.xz
xzdec text.xz | cmp - text
lzma -c text | unlzma | cmp - text
xzgrep -c "line 1999 of" text.xz | grep -x 1
xzdiff text.xz text

printf 'xyz' | dd of=text.xz bs=1 seek=1000 conv=notrunc status=none
if xz -t text.xz; then exit 1; fi
