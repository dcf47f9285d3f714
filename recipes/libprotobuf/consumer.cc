#include <google/protobuf/util/json_util.h>

#include <iostream>
#include <string>

#include "letter.pb.h"

namespace {

// Numbers are little-endian on the wire, whatever the processor has.
const char kWire[] = "\x0a\x01Z\x10\x03\x19\0\0\0\0\0\0\xf8\x3f\x22\x04\x01\0\0\0\x30\x01";

}  // namespace

int main() {
  post::Letter letter;
  letter.set_to("Z");
  letter.set_weight(-2);
  letter.set_postage(1.5);
  letter.add_stamps(1);
  letter.set_speed(post::Letter::FAST);
  if (letter.SerializeAsString() != std::string(kWire, sizeof kWire - 1)) return 1;

  (*letter.mutable_marks())["by"] = "air";
  letter.mutable_sent()->set_seconds(86400);
  post::Letter read;
  if (!read.ParseFromString(letter.SerializeAsString())) return 2;
  if (read.marks().at("by") != "air" || read.stamps(0) != 1) return 3;

  // By the descriptors that protoc puts into the generated code.
  const auto* field = post::Letter::descriptor()->FindFieldByName("weight");
  if (field == nullptr || read.GetReflection()->GetInt64(read, field) != -2) return 4;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(read, &json).ok()) return 5;
  std::cout << json << "\n";
  return json.find("1970-01-02T00:00:00Z") == std::string::npos ? 6 : 0;
}
