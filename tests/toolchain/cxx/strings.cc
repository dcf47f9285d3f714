// What a file makes of strings and containers for itself, beside what the library has.
#include <algorithm>
#include <deque>
#include <istream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

extern "C" __attribute__((visibility("default"))) int use_strings(const char *first,
                                                                  const char *last,
                                                                  std::istream &in) {
  std::string s(first, last);
  s.insert(s.begin(), first, last);
  std::string copy = s;
  copy.append(std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
  copy.replace(copy.begin(), copy.end(), first, last);
  std::wstring wide(first, last);
  std::vector<std::string> parts(3, copy);
  std::deque<int> numbers(parts.size());
  std::map<std::string, int> counts{{s, 1}};
  std::stable_sort(parts.begin(), parts.end());
  return int(wide.size() + numbers.size() + counts.size());
}
