#!/bin/bash
set -euxo pipefail

# The package's program by its path: another openssl may come first on PATH.
openssl="$PREFIX/bin/openssl"

"$openssl" version | grep "$PKG_VERSION"

# FIPS 180-2, appendix B.1: the digest of "abc".
printf abc | "$openssl" dgst -sha256 -r |
  grep ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad

printf 'the quick brown fox' > plain
"$openssl" enc -aes-256-gcm -k key -pbkdf2 -in plain -out sealed 2>/dev/null && exit 1
for cipher in aes-256-cbc chacha20 camellia-128-ctr; do
  "$openssl" enc "-$cipher" -k key -pbkdf2 -in plain -out sealed
  "$openssl" enc -d "-$cipher" -k key -pbkdf2 -in sealed -out opened
  cmp plain opened
done

"$openssl" genpkey -algorithm ed25519 -out private.pem
"$openssl" pkey -in private.pem -pubout -out public.pem
"$openssl" pkeyutl -sign -rawin -in plain -inkey private.pem -out signature
"$openssl" pkeyutl -verify -rawin -in plain -pubin -inkey public.pem -sigfile signature
