// A number with proof: a query is answered by one node alone, but what it answers can be checked
// against 32 bytes that the whole network has signed.
//
// Those 32 bytes are the root hash of a tree; here it has one labelled leaf. An update changes the
// tree and sets the certified data. A query answers the value together with the network's
// certificate and the witness, the tree in CBOR; clients that trust the network's key compute the
// tree's hash and compare (Interface Specification, "Certification", "Certified data").
#include "candid.h"
#include "sha256.h"

static const char label[] = "number";

enum { LABEL_BYTES = sizeof label - 1, VALUE_BYTES = 8 };

// The leaf's value: big-endian, as it reads best in hexadecimal digits.
static uint8_t value[VALUE_BYTES];

// Each kind of node begins its hash with a name of its own, its size first.
#define HASH_BEGIN(hash, name) \
  sha256 hash = sha256_begin(); \
  sha256_add(&hash, (const uint8_t[]){sizeof(name) - 1}, 1); \
  sha256_add(&hash, name, sizeof(name) - 1)

static void certify(void) {
  uint8_t digest[SHA256_BYTES];
  HASH_BEGIN(leaf, "ic-hashtree-leaf");
  sha256_add(&leaf, value, sizeof value);
  sha256_end(&leaf, digest);
  HASH_BEGIN(labelled, "ic-hashtree-labeled");
  sha256_add(&labelled, label, LABEL_BYTES);
  sha256_add(&labelled, digest, sizeof digest);
  sha256_end(&labelled, digest);
  ic0_certified_data_set(digest, sizeof digest);
}

CANISTER_INIT { certify(); }

// The heap is new and the number gone, but the certified data are still the old ones.
CANISTER_POST_UPGRADE { certify(); }

CANISTER_UPDATE(set) {
  candid_reader reader;
  candid_open(&reader, "n");
  uint64_t number = candid_take_nat64(&reader);
  candid_close(&reader);
  for (int i = 0; i < VALUE_BYTES; i++) value[i] = (uint8_t)(number >> (56 - 8 * i));
  certify();
  candid_reply_nothing();
}

// The tree: [2, label, [3, value]].
static void append_witness(void) {
  enum { array = 0x80, bytes = 0x40 };
  uint8_t witness[3 + LABEL_BYTES + 3 + VALUE_BYTES] = {array | 3, 2, bytes | LABEL_BYTES};
  uint8_t *at = witness + 3;
  for (int i = 0; i < LABEL_BYTES; i++) *at++ = (uint8_t)label[i];
  *at++ = array | 2, *at++ = 3, *at++ = bytes | VALUE_BYTES;
  for (int i = 0; i < VALUE_BYTES; i++) *at++ = value[i];
  candid_append_sized(witness, sizeof witness);
}

// There is a certificate only in a query that is not replicated; called as an update, the answer
// is certified as a whole.
CANISTER_QUERY(get) {
  enum { nat64 = CANDID_NAT64, opt = CANDID_OPT, vec = 0x6d, nat8 = 0x7b };
  static const uint8_t header[] = {'D', 'I', 'D', 'L', 2, vec, nat8, opt, 0, 3, nat64, 1, 0};
  static uint8_t certificate[4096];
  uint64_t number = 0;
  for (int i = 0; i < VALUE_BYTES; i++) number = number << 8 | value[i];
  uint8_t is_present = ic0_data_certificate_present() != 0;
  ic0_msg_reply_data_append(header, sizeof header);
  ic0_msg_reply_data_append(&number, sizeof number);
  ic0_msg_reply_data_append(&is_present, 1);
  if (is_present) {
    uint32_t size = (uint32_t)ic0_data_certificate_size();
    if (size > sizeof certificate) TRAP("the certificate is too long");
    ic0_data_certificate_copy(certificate, 0, size);
    candid_append_sized(certificate, size);
  }
  append_witness();
  ic0_msg_reply();
}
