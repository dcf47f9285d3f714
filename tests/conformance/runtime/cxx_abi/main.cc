#include "parts.h"
#include <cstdio>
#include <memory>
#include <thread>

struct Own : Bottom {
	int number() const override { return 500 + Bottom::number(); }
	long wide() const override { return Bottom::wide() + 1; }
};

int main()
{
	{
		Own own;
		std::unique_ptr<Top> copy(static_cast<const Top &>(own).clone());
		std::printf("%d %d %d %d\n", visit(&own), visit(copy.get()), copy->number(), static_cast<Top &>(own).number());
		std::printf("%d %d %d\n", apply(own, pick(1), &Top::top), apply(own, pick(0), nullptr), apply(own, &Top::number, &Top::top));
		std::printf("%zu %zu %zu %zu\n", sizeof(Top), sizeof(Left), sizeof(Bottom), sizeof(Packed));
	}
	std::printf("%d %d\n", counter(), count_there());
	Tracked tracked = pass_tracked(Tracked(20));
	std::printf("%d %d %d\n", tracked.value, Tracked::alive, tracked + tracked);
	Packed packed{};
	packed.first = 3, packed.second = 100, packed.fourth[0] = 1.5F, packed.fifth = 1.25L;
	packed = pass_packed(packed, {}, Colour::green);
	std::printf("%d %d %d %g %Lg\n", packed.first, packed.second, packed.third, packed.fourth[2], packed.fifth);
	for (int how = 0; how < 5; how++) {
		std::printf("%d ", catches(throws, how));
		try {
			throws(how);
		} catch (int n) {
			std::printf("int %d ", n);
		} catch (const Top &top) {
			std::printf("top %d %d ", top.top, dynamic_cast<const ThrownMore &>(top).code);
		} catch (const Tracked *pointer) {
			std::printf("pointer %d ", pointer->value);
		} catch (Tracked copy) {
			std::printf("copy %d ", copy.value);
		} catch (...) {
			std::printf("other ");
		}
		std::printf("%d\n", catches([](int n) { n == 2 ? throw new Left : throws(n); }, how));
	}
	const __int128 wide = wide_number(static_cast<__int128>(1) << 100, u'\u00e9', U'\U0001F600', L'w', true);
	long double last = 0.5L;
	std::printf("%llx %llx %.30Lg %Lg\n", static_cast<long long>(wide >> 64), static_cast<long long>(wide), sum(1.0L / 3, 0.5F, 0.25, static_cast<long double &&>(last)), last);
	std::printf("%d%d%d %d\n", overloaded(1), overloaded(1UL), overloaded("1"), variadic(2, 1.5, 2.5L, 3, 4.5, 5.5L, 6));
	std::printf("%.20Lg\n", outer::Box<long double, 3>{{1, 2, 0.5L}}.sum());
	std::thread([] { per_thread.value++; std::printf("%d ", per_thread.value); }).join();
	std::printf("%d %d\n", per_thread.value, call([](int n) { return n + 1; }));
	std::printf("%d\n", call_noexcept([](int n) noexcept { return n + 8; }));
}
