# Known answers, with the processor's instructions and without; keys, signatures and certificates.
set -euxo pipefail

unset OPENSSL_CONF
openssl version -a

test "$(printf abc | openssl dgst -sha256 -r | cut -d' ' -f1)" = \
  ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
test "$(printf abc | openssl dgst -sha3-256 -r | cut -d' ' -f1)" = \
  3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532

printf 'line %s of a text\n' {1..3000} > text
plain() { OPENSSL_ia32cap=0 OPENSSL_armcap=0 OPENSSL_ppccap=0 "$@"; }
for digest in sha1 sha256 sha512 sha3-512 blake2b512; do
  openssl dgst -r -$digest text > fast
  plain openssl dgst -r -$digest text | cmp - fast
done
key=000102030405060708090a0b0c0d0e0f
for cipher in aes-128-cbc aes-128-ctr chacha20; do
  case $cipher in chacha20) k=$key$key ;; *) k=$key ;; esac
  openssl enc -$cipher -K $k -iv $key -in text -out fast
  plain openssl enc -$cipher -K $k -iv $key -in text | cmp - fast
  openssl enc -d -$cipher -K $k -iv $key -in fast | cmp - text
done

for kind in RSA EC ED25519; do
  case $kind in
    RSA) options=(-pkeyopt rsa_keygen_bits:2048) ;;
    EC) options=(-pkeyopt ec_paramgen_curve:P-256) ;;
    *) options=() ;;
  esac
  openssl genpkey -algorithm $kind "${options[@]}" -out key.pem
  openssl req -x509 -new -key key.pem -subj /CN=$kind -days 30 -out cert.pem
  openssl verify -CAfile cert.pem cert.pem
done
