/* Atomics of every size, 16 bytes and more too, which are calls of libatomic.

   flags: -std=c++20 -latomic */
#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

template <int N> struct Block {
	unsigned char bytes[N];
	bool operator==(const Block &other) const { return !std::memcmp(bytes, other.bytes, N); }
};
/* After lqarx, stqcx. never succeeds under QEMU before 8.1, and gcc's own programs wait for ever. */
#if defined(__powerpc64__)
typedef int Half;
#else
typedef long Half;
#define HAS_SIXTEEN
#endif
struct Pair { Half first, second; };

template <class T> static void work(const char *name, T before, T after)
{
	std::atomic<T> value(before);
	T seen = after;
	bool failed = !value.compare_exchange_strong(seen, after);
	bool done = value.compare_exchange_strong(seen, after);
	T old = value.exchange(before);
	T loaded = value.load(std::memory_order_acquire);
	value.store(after, std::memory_order_release);
	T last = value;
	std::printf("%s %d%d%d%d%d\n", name, failed, done, !std::memcmp(&old, &after, sizeof old),
		    !std::memcmp(&loaded, &before, sizeof old), !std::memcmp(&last, &after, sizeof old));
}

int main()
{
	work<char>("char", 1, 2);
	work<short>("short", 1, 2);
	work<int>("int", 1, 2);
	work<long>("long", 1, 2);
	work<double>("double", 1, 2);
	work<void *>("pointer", nullptr, &std::puts ? (void *)1 : nullptr);
	work<Block<3>>("three", {{1, 2, 3}}, {{4, 5, 6}});
	work<Pair>("pair", {1, 2}, {3, 4});
#if defined(HAS_SIXTEEN)
	work<Block<16>>("sixteen", {{1}}, {{2}});
	work<unsigned __int128>("int128", (unsigned __int128)1 << 90, 7);
#endif
	work<Block<24>>("more", {{1}}, {{2}});
	work<Block<100>>("many", {{1}}, {{2}});

	std::atomic<int> number{0};
	std::atomic<double> real{0};
	alignas(16) static unsigned __int128 wide;
	std::atomic<Pair> pair{Pair{0, 0}};
	std::vector<std::thread> threads;
	for (int t = 0; t < 4; t++)
		threads.emplace_back([&] {
			for (int n = 0; n < 1000; n++) {
				number.fetch_add(3);
				number.fetch_xor(0);
				real.fetch_add(0.5);
#if defined(HAS_SIXTEEN)
				__atomic_fetch_add(&wide, ((unsigned __int128)1 << 64) + 1, __ATOMIC_SEQ_CST);
#endif
				Pair old = pair.load();
				while (!pair.compare_exchange_weak(old, {old.first + 1, old.second - 1}))
					;
			}
		});
	for (auto &thread : threads)
		thread.join();
	Pair ended = pair;
	std::printf("%d %g %ld %ld %ld %ld\n", number.load(), real.load(), (long)(wide >> 64), (long)wide, (long)ended.first, (long)ended.second);

	int plain = 5;
	std::atomic_ref<int> reference(plain);
	reference += 6;
	std::atomic_flag flag = ATOMIC_FLAG_INIT;
	bool first = flag.test_and_set(), second = flag.test_and_set();
	auto shared = std::make_shared<int>(8);
	std::atomic_store(&shared, std::make_shared<int>(9));
	std::printf("%d %d%d%d %d\n", plain, first, second, flag.test(), *std::atomic_load(&shared));
	std::printf("%d %d %d\n", std::atomic<int>::is_always_lock_free, std::atomic<Block<100>>().is_lock_free(), __GCC_ATOMIC_LLONG_LOCK_FREE);
}
