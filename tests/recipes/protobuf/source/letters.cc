#include <iostream>

#include "letter.pb.h"

int main() {
  post::Letter letter;
  letter.set_to("here");
  letter.add_weights(0.5);
  std::cout << letter.ShortDebugString() << "\n";
  return letter.ByteSizeLong() == 16 ? 0 : 1;
}
