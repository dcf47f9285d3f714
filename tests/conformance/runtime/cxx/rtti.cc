/* Casts through virtual, private and ambiguous bases, and the names of types. */
#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <string>
#include <typeindex>
#include <typeinfo>
#include <unordered_map>
#include <vector>

struct Top { int top = 1; virtual ~Top() = default; virtual const char *name() const { return "Top"; } };
struct Left : virtual Top { int left = 2; const char *name() const override { return "Left"; } };
struct Right : virtual Top { int right = 3; virtual Right *clone() const { return new Right(*this); } };
struct Bottom final : Left, Right {
	int bottom = 4;
	const char *name() const override { return "Bottom"; }
	Bottom *clone() const override { return new Bottom(*this); }
};
struct One { virtual ~One() = default; };
struct Two { virtual ~Two() = default; };
struct Hidden : One, private Two { Two *two() { return this; } };
struct Repeated1 : One {}; struct Repeated2 : One {};
struct Repeated : Repeated1, Repeated2 {};
namespace inner { template <class... T> struct Holder { virtual ~Holder() = default; }; enum class Kind : char {}; }
namespace { struct Local { virtual ~Local() = default; }; }

static std::string demangled(const std::type_info &type)
{
	int status = 1;
	std::unique_ptr<char, void (*)(void *)> text(
		abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), std::free);
	return status ? "?" : text.get();
}

int main()
{
	Bottom bottom;
	Top *top = &bottom;
	Left *left = dynamic_cast<Left *>(top);
	Right *right = dynamic_cast<Right *>(left);
	std::printf("%d %d %d %s\n", left->left, right->right, dynamic_cast<Bottom &>(*top).bottom, top->name());
	std::printf("%d\n", dynamic_cast<void *>(right) == static_cast<void *>(&bottom));
	std::unique_ptr<Right> copy(right->clone());
	std::printf("%s %d\n", copy->name(), typeid(*copy) == typeid(Bottom));
	Top plain;
	std::printf("%d %d\n", dynamic_cast<Left *>(&plain) == nullptr, typeid(plain) != typeid(Bottom));
	Hidden hidden;
	One *one = &hidden;
	std::printf("%d %d\n", dynamic_cast<Two *>(one) == nullptr, dynamic_cast<Hidden *>(hidden.two()) == nullptr);
	Repeated repeated;
	One *second = static_cast<Repeated2 *>(&repeated);
	std::printf("%d %d\n", dynamic_cast<Repeated1 *>(second) != nullptr, dynamic_cast<Repeated *>(second) == &repeated);
	int (Bottom::*member) = &Bottom::bottom;
	const char *(Top::*function)() const = &Top::name;
	std::printf("%d %s\n", bottom.*member, (top->*function)());
	for (const std::type_info *type : {
		     &typeid(int), &typeid(unsigned long long), &typeid(long double), &typeid(__int128), &typeid(char16_t),
		     &typeid(const char *const *), &typeid(int (&&)[3]), &typeid(void (*)(int, ...)),
		     &typeid(inner::Holder<Bottom, int (*)(double), inner::Kind>), &typeid(Local), &typeid(int Bottom::*)})
		std::printf("%s %s\n", type->name(), demangled(*type).c_str());
	std::unordered_map<std::type_index, int> counts;
	for (const Top *each : {top, static_cast<Top *>(&plain), top})
		counts[typeid(*each)]++;
	std::printf("%d %d %zu\n", counts[typeid(Bottom)], counts[typeid(Top)], counts.size());
	std::printf("%d %d\n", typeid(int).before(typeid(int)), typeid(Bottom).hash_code() == typeid(*top).hash_code());
}
