// Where condax's headers do in another way what libc++'s do. Prints the same with g++.
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) < (b) ? (b) : (a))
#include <charconv>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

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
}
