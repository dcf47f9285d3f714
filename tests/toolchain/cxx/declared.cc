// What libc++'s headers define for others and condax's only declare, with its own header.
#include <fstream>
#include <iostream>
#include <istream>
#include <sstream>
#include <string>
#include <vector>

#include <bitset>
#include <filesystem>
#include <memory_resource>
#include <mutex>

int main(int, char **argv) {
  const std::filesystem::path path = std::string(argv[0]) + ".txt";
  std::ofstream(path) << std::bitset<4>(5) << '\n';
  std::ifstream in;
  in.open(path);
  std::bitset<4> bits;
  in >> bits;
  std::fstream both(path, std::ios::in);
  std::filebuf buffer;
  std::cout << bits.count() << both.is_open() << (buffer.open(path, std::ios::in) != nullptr);

  std::once_flag once;
  for (int n = 0; n < 2; ++n)
    std::call_once(once, [](int a, const std::string &b) { std::cout << a << b; }, 3, "x");

  char room[512];
  std::pmr::monotonic_buffer_resource memory(room, sizeof room, std::pmr::null_memory_resource());
  std::pmr::vector<std::pmr::string> words(&memory);
  words.emplace_back("a text that is too long for the string itself");
  std::cout << words[0].size() << std::ios_base::xalloc() << '\n';
}
