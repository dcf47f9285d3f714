#include <snappy-c.h>
#include <snappy.h>

#include <iostream>
#include <string>

int main() {
  // Repeats of every small period: each takes another way through the copying of matches.
  for (std::size_t period = 1; period <= 70; ++period) {
    std::string text, packed, restored;
    for (std::size_t i = 0; i < 5000; ++i) text += static_cast<char>('!' + i % period);
    text += "and what does not repeat";
    snappy::Compress(text.data(), text.size(), &packed);
    if (packed.size() >= text.size() / 4) return 1;
    if (!snappy::Uncompress(packed.data(), packed.size(), &restored)) return 2;
    if (restored != text) {
      std::cerr << "period " << period << " is not restored\n";
      return 3;
    }
    packed[packed.size() / 2] ^= 0x55;
    packed.pop_back();
    if (snappy::Uncompress(packed.data(), packed.size(), &restored)) return 4;
  }
  std::cout << "at most " << snappy_max_compressed_length(1000) << " bytes for 1000\n";
}
