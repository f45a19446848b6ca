/* The part of <openssl/evp.h> that SHA-256 needs, with the signatures of OpenSSL 1.1.1 and 3.

   evp.h itself is not included: it brings <time.h> and others along, and the importer would take
   this module for the owner of types that Glibc has too, depending on the order of compilation. */
#ifndef NIGHTCLOSE_CCRYPTO_H
#define NIGHTCLOSE_CCRYPTO_H

#include <stddef.h>

typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct evp_md_st EVP_MD;
typedef struct engine_st ENGINE;

EVP_MD_CTX *EVP_MD_CTX_new(void);
void EVP_MD_CTX_free(EVP_MD_CTX *context);
int EVP_MD_CTX_copy_ex(EVP_MD_CTX *target, const EVP_MD_CTX *source);
const EVP_MD *EVP_sha256(void);
int EVP_DigestInit_ex(EVP_MD_CTX *context, const EVP_MD *type, ENGINE *engine);
int EVP_DigestUpdate(EVP_MD_CTX *context, const void *bytes, size_t count);
int EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned int *size);

#endif
