#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>

/* A TLS 1.3 connection within the process, with a certificate made for it. */

static X509 *certificate(EVP_PKEY *key)
{
	X509 *cert = X509_new();
	X509_NAME *name = X509_NAME_new();

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"condax", -1,
				   -1, 0);
	X509_set_subject_name(cert, name);
	X509_set_issuer_name(cert, name);
	X509_set_pubkey(cert, key);
	X509_NAME_free(name);
	return X509_sign(cert, key, EVP_sha256()) ? cert : NULL;
}

static int talk(SSL *client, SSL *server)
{
	char answer[32] = "";

	for (int round = 0; round < 20; round++)
		if ((SSL_do_handshake(client) == 1) & (SSL_do_handshake(server) == 1))
			break;
	if (!SSL_is_init_finished(client) || !SSL_is_init_finished(server))
		return 3;
	if (strcmp(SSL_get_version(client), "TLSv1.3"))
		return 4;
	if (SSL_write(client, "hello", 6) != 6 || SSL_read(server, answer, sizeof answer) != 6 ||
	    strcmp(answer, "hello"))
		return 5;
	printf("%s, %s\n", OpenSSL_version(OPENSSL_VERSION), SSL_get_cipher(client));
	return 0;
}

int main(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = key ? certificate(key) : NULL;
	SSL *client = SSL_new(context), *server = SSL_new(context);
	BIO *left, *right;
	int status;

	if (!cert || !SSL_use_certificate(server, cert) || !SSL_use_PrivateKey(server, key))
		return 1;
	X509_STORE_add_cert(SSL_CTX_get_cert_store(context), cert);
	SSL_set_verify(client, SSL_VERIFY_PEER, NULL);
	if (!BIO_new_bio_pair(&left, 0, &right, 0))
		return 2;
	SSL_set_bio(client, left, left);
	SSL_set_bio(server, right, right);
	SSL_set_connect_state(client);
	SSL_set_accept_state(server);
	status = talk(client, server);
	if (status)
		ERR_print_errors_fp(stdout);
	return status;
}
