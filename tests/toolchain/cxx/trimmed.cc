// Where condax's headers do in another way what libc++'s do. Prints the same with g++.
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) < (b) ? (b) : (a))
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#ifdef _LIBCPP_VERSION // gcc's headers undefine them
static_assert(min(3, max(1, 2)) == 2, "the headers give back macros that they hide");
#endif

using namespace std::literals;

template <class T> struct Counting {
  using value_type = T;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;
  int id, *made;
  Counting(int id, int *made) : id(id), made(made) {}
  template <class U> Counting(const Counting<U> &other) : id(other.id), made(other.made) {}
  T *allocate(std::size_t n) {
    ++*made;
    return static_cast<T *>(::operator new(n * sizeof(T)));
  }
  void deallocate(T *p, std::size_t) {
    --*made;
    ::operator delete(p);
  }
  template <class U> bool operator==(const Counting<U> &other) const { return id == other.id; }
  template <class U> bool operator!=(const Counting<U> &other) const { return id != other.id; }
};

template <class Container> void move_nodes(Container from, Container to, const int &made) {
  auto one = from.extract(from.begin()), two = from.extract(from.begin());
  swap(one, two);
  typename Container::node_type none, taken(std::move(one));
  none.swap(taken);
  std::printf("%d%d%d%d ", bool(none), bool(taken), bool(one), none.get_allocator().id);
  to.insert(std::move(none));
  two = {};
  std::printf("%d%d%d%d ", int(from.size()), int(to.size()), bool(none), made);
  one = from.extract(5);
  to.insert(std::move(one));
  to.merge(from);
  std::printf("%d%d%d\n", int(from.size()), int(to.size()), made);
}

std::string tailed(const char *text) { return text + "tail"s; }
std::string (*const literal)(const char *, std::size_t) = &std::string_literals::operator""s;

// Throws when it is copied for the `copies`-th time; `alive` says whether all were destroyed.
struct Failing {
  static inline int copies, alive;
  int value;
  Failing(int value) : value(value) { ++alive; }
  Failing(const Failing &other) : value(other.value) {
    if (--copies == 0)
      throw 1;
    ++alive;
  }
  Failing &operator=(const Failing &) = default;
  ~Failing() { --alive; }
  bool operator<(const Failing &other) const {
    if (--copies == 0)
      throw 2;
    return value < other.value;
  }
};

template <class Do> void fail_anywhere(const char *name, Do &&act) {
  int made = 0, thrown = 0;
  for (int copies = 1; copies < 400; ++copies) {
    Failing::copies = 0;
    std::vector<Failing> values;
    for (int i = 0; i < 20; ++i)
      values.emplace_back(i * 7 % 20);
    const Counting<int> counting(1, &made);
    Failing::copies = copies;
    try {
      act(values, counting);
    } catch (int) {
      ++thrown;
    }
  }
  std::printf("%s %d %d %d; ", name, thrown > 5, made, Failing::alive);
}

void hold_what_fails() {
  using Values = std::vector<Failing> &;
  using Entry = std::pair<const Failing, Failing>;
  using Map = std::map<Failing, Failing, std::less<Failing>, Counting<Entry>>;
  fail_anywhere("map", [](Values values, Counting<Entry> counting) {
    Map map(counting);
    for (auto &value : values)
      map.emplace(value, value);
    for (auto &value : values)
      map.insert({value, value});
    Map copy(map);
    copy = map;
  });
  fail_anywhere("deque", [](Values values, Counting<Failing> counting) {
    std::deque<Failing, Counting<Failing>> deque(counting);
    for (int n = 0; n < 300; ++n) {
      deque.push_back(values[0]);
      deque.push_front(values[1]);
    }
  });
  fail_anywhere("sort", [](Values values, Counting<int>) {
    std::stable_sort(values.begin(), values.end());
  });
  fail_anywhere("merge", [](Values values, Counting<int>) {
    std::inplace_merge(values.begin(), values.begin() + 10, values.end());
  });
  fail_anywhere("partition", [](Values values, Counting<int>) {
    std::stable_partition(values.begin(), values.end(), [](auto &v) { return v < 7; });
  });
  std::printf("\n");
}

void print_held() {
  std::ostringstream text;
  text << std::fixed << 1e100;
#if __cplusplus > 201703L
  text << std::unique_ptr<int>();
#endif
  std::istringstream words("true 17");
  bool flag;
  int number;
  words >> std::boolalpha >> flag >> number;
  std::ofstream none("nowhere/at/all");
  std::printf("%zu%d%d%d %d\n", text.str().find('.'), flag, number, bool(none), !none.is_open());
}

// Every function of a string that the library has, and those of the kind that it does not have.
template <class Char> int use_strings(const Char *text) {
  using String = std::basic_string<Char>;
  const String whole(text), copy(whole, 1), other(copy, whole.get_allocator());
  String s(whole, 2, 3);
  s = whole;
  s = text;
  s = text[0];
  s.assign(text).assign(text, 4).assign(whole, 1, 2).assign(3, text[1]);
  s.append(text).append(text, 3).append(whole, 1, 2).append(2, text[0]).push_back(text[1]);
  s.insert(1, text).insert(1, 2, text[0]).insert(1, text, 2).insert(1, whole, 0, 2);
  s.insert(s.cbegin(), text[2]);
  s.replace(0, 2, text).replace(0, 2, 2, text[0]).replace(0, 2, text, 3).replace(0, 2, whole, 1, 2);
  s.erase(3, 2);
  s.erase(s.begin());
  s.resize(40, text[1]);
  s.reserve(100);
  s.shrink_to_fit();
  Char some[4] = {};
  auto sum = s.copy(some, 3, 1) + s.find(text[2]) + s.find(text + 1, 0, 2) + s.rfind(text[1]);
  sum += s.rfind(text, 40, 1) + s.find_first_of(text + 2) + s.find_last_of(text + 1);
  sum += s.find_first_not_of(text) + s.find_last_not_of(text + 2) + String::npos;
  sum += s.at(3) + whole.at(2) + some[0] + (s + other + text).size();
  sum += (s.compare(text) > 0) + (s.compare(1, 2, text) > 0) + (s.compare(1, 9, text, 3) > 0);
  sum += (s.compare(1, 2, whole, 1, 2) > 0) + (s < whole) + (s == text);
  const std::basic_string_view<Char> view = whole;
  return int(sum + view.find(text[3]) + view.rfind(text) + std::hash<String>()(s) % 1);
}

int main() {
  int made = 0;
  using Entry = std::pair<const int, int>;
  using Map = std::map<int, int, std::less<int>, Counting<Entry>>;
  using Set = std::multiset<int, std::less<int>, Counting<int>>;
  const Counting<int> counting(7, &made);
  move_nodes(Map({{1, 2}, {3, 4}, {5, 6}, {7, 8}}, counting), Map(counting), made);
  move_nodes(Set({1, 3, 5, 5}, counting), Set(counting), made);
  std::unordered_map<int, int> first{{1, 2}}, second{{9, 1}};
  auto node = first.extract(1);
  node.key() = 9;
  auto inserted = second.insert(std::move(node));
  std::unordered_set<int> some{4}, others{4, 5};
  some.merge(others);
  std::printf("%d %d%d %d%d\n", made, inserted.inserted, inserted.node.mapped(), int(some.size()),
              int(others.size()));

  std::printf("%zu%zu%zu%zu %s %s ", "a\0b"s.size(), L"xyz"s.size(), u"\u00e4"s.size(),
              U"\u00f6"s.size(), tailed("a").c_str(), literal("hello", 2).c_str());
  for (long number : {0L, 42L, -999L, 9876543210123L}) {
    char text[24];
    *std::to_chars(text, text + sizeof text, number).ptr = 0;
    std::printf("%s ", text);
  }
  std::printf("%d%d%d\n", int(u"tail"sv.find(u'i')), int(U"tail"s.find(U"l")), int("a\0b"sv.size()));
  hold_what_fails();
  print_held();
  std::printf("%d %d %d %d", use_strings("some text of thirty characters"), use_strings(L"wide one"),
              use_strings(u"sixteen bits"), use_strings(U"thirty-two"));
}
