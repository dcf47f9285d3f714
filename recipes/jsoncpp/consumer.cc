#include <json/json.h>

#include <iostream>
#include <limits>
#include <sstream>
#include <string>

int main() {
  std::istringstream text(
      R"({"name": "\u00e4", "list": [1, 2.5, null], "big": 18446744073709551615})");
  Json::Value root;
  std::string errors;
  if (!Json::parseFromStream(Json::CharReaderBuilder(), text, &root, &errors)) return 1;
  if (root["name"].asString() != "\xc3\xa4" || root["list"].size() != 3) return 2;
  if (root["big"].asUInt64() != std::numeric_limits<Json::UInt64>::max()) return 3;
  if (root["list"][1].asDouble() != 2.5 || !root["list"][2].isNull()) return 4;
  try {  // Thrown in the library, caught here by its type.
    root["list"].asInt();
    return 5;
  } catch (const Json::LogicError& error) {
    std::cout << error.what() << '\n';
  }
  Json::StreamWriterBuilder writer;
  writer["indentation"] = "";
  std::cout << Json::writeString(writer, root) << '\n';
}
